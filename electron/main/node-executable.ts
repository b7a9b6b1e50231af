/** The Node.js that runs the engine where Electron's own is too old for node-llama-cpp. */
import { spawnSync } from 'node:child_process';

/** Oldest Node.js that node-llama-cpp's and our own code run on. */
const OLDEST = [20, 19] as const;
export const OLDEST_NODE = OLDEST.join('.');

/** How long a program may take to say its version, in milliseconds. */
const PATIENCE_MS = 10_000;

/** Whether a version such as `20.19.0` is new enough. */
export function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

export type FoundNode = { path: string } | { problem: string };

/**
 * Finds a Node.js: the one that ANCHORITE_NODE names, otherwise `node` of the PATH.
 * @returns its path, or a sentence that says what is wrong and what to do
 */
export function findNode(env: NodeJS.ProcessEnv = process.env): FoundNode {
  const named = env['ANCHORITE_NODE'];
  const path = named || 'node';
  const { stdout, error } = spawnSync(path, ['--version'], { encoding: 'utf8', env, timeout: PATIENCE_MS });
  const version = /^v(\d+\.\d+\.\d+)/.exec(error === undefined ? stdout : '')?.[1];
  if (version !== undefined && isNewEnough(version)) return { path };
  const what = named ? `ANCHORITE_NODE names ${named}` : `the PATH has ${version === undefined ? 'no' : 'a'} node`;
  const found = version === undefined ? (named ? ', which does not run' : '') : `, which is ${version}`;
  const todo = `install Node.js ${OLDEST_NODE} or newer, or name it in ANCHORITE_NODE, and start the engine again`;
  return { problem: `this Electron is too old to run the engine itself, and ${what}${found}; ${todo}` };
}
