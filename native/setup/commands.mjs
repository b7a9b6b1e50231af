/**
 * Running commands and saying things during setup. Plain JavaScript without dependencies: this runs before npm ci.
 *
 * Everything is said on stderr, because the stdout of `npm run ask -- --json` belongs to the answer.
 */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const REPOSITORY = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Setup cannot go on, for a reason that the user can do something about. The message is one line that says what. */
export class SetupError extends Error {
  /** @override */
  name = 'SetupError';
}

/** The folder the user is in: npm runs scripts in the repository, and paths on the command line are not meant from there. */
export const USER_FOLDER = process.env['INIT_CWD'] ?? process.cwd();

/** @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** As much of a captured command's output as is kept to find its error in, in characters. */
const KEPT_OUTPUT = 256 * 1024;

/**
 * @typedef {object} RunOptions
 * @property {NodeJS.ProcessEnv} [env] added to this process's environment
 * @property {'capture' | 'read' | 'stderr' | 'inherit' | 'tee'} [output] capture: only returned; read: stdout returned, stderr as it is; stderr: the command's stdout and stderr both go
 *   to our stderr; inherit: as they are, with stdin; tee: both shown as they are, and stdout returned. Default: capture.
 * @property {string} [cwd] default: the repository
 */

/** @type {Record<NonNullable<RunOptions['output']>, import('node:child_process').StdioOptions>} */
const STDIO = {
  capture: ['ignore', 'pipe', 'pipe'],
  read: ['ignore', 'pipe', 'inherit'],
  stderr: ['ignore', 2, 2],
  inherit: 'inherit',
  tee: ['ignore', 'pipe', 'inherit'],
};

/**
 * Runs a command to its end.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number, output: string }>} its exit code (127 when it could not be started, 128 and more after a signal) and
 *   what was captured
 */
export function run(command, args, options = {}) {
  const { env = {}, output = 'capture', cwd = REPOSITORY } = options;
  const stdio = STDIO[output];
  return new Promise((done) => {
    let kept = '';
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio });
    const handOn = output === 'inherit' ? handSignalsOn(child) : () => undefined;
    /** @param {Buffer} chunk */
    const keep = (chunk) => {
      kept = (kept + chunk.toString()).slice(-KEPT_OUTPUT);
      if (output === 'tee') process.stdout.write(chunk);
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.on('error', (error) => {
      if (child.pid === undefined) done({ code: 127, output: error.message });
    });
    child.on('close', (code, signal) => {
      handOn();
      done({ code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]), output: kept });
    });
  });
}

/**
 * While a program has the terminal, it decides what a signal ends: Ctrl-C reaches it by itself, the others are handed on.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {() => void} undoes it
 */
function handSignalsOn(child) {
  const ignore = () => undefined;
  /** @param {NodeJS.Signals} signal */
  const forward = (signal) => child.kill(signal);
  process.on('SIGINT', ignore).on('SIGTERM', forward).on('SIGHUP', forward);
  return () => process.off('SIGINT', ignore).off('SIGTERM', forward).off('SIGHUP', forward);
}

/**
 * Runs one of our TypeScript programs.
 * @param {string} script path relative to the repository
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export function runScript(script, args, options) {
  // By its full address: the program may run in a folder that has no tsx.
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  return run(process.execPath, ['--import', tsx, resolve(REPOSITORY, script), ...args], options);
}

/**
 * Whether a program is on the PATH.
 * @param {string} program
 */
export async function isInstalled(program) {
  return (await run(program, ['--version'])).code === 0;
}

/**
 * Runs `work` and exits with the code it returns. A SetupError is said in its one line, with exit code 1.
 * @param {() => Promise<number>} work
 */
export async function main(work) {
  try {
    process.exitCode = await work();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}
