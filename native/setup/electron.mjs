/** Finding the Electron that shows the window, or saying why there is none. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY, run, say } from './commands.mjs';

/**
 * @typedef {object} Electron
 * @property {string} folder what electron-builder calls electronDist
 * @property {string} executable
 * @property {string} version
 */

/** @type {Partial<Record<NodeJS.Platform, string>>} */
const EXECUTABLE = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };

/**
 * The Electron of ELECTRON_OVERRIDE_DIST_PATH, otherwise the one of the npm package, which downloads it the first time.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<Electron | { problem: string }>} the problem as a clause
 */
export async function findElectron(env = process.env) {
  const override = env['ELECTRON_OVERRIDE_DIST_PATH'];
  const packaged = join(REPOSITORY, 'node_modules', 'electron');
  const found = electronIn(override ?? join(packaged, 'dist'));
  if (found !== undefined) return found;
  if (override) return { problem: `ELECTRON_OVERRIDE_DIST_PATH names ${override}, where there is no Electron` };
  say('downloading Electron (over 100 MB) …');
  const { code, output } = await run(process.execPath, [join(packaged, 'install.js')]);
  const downloaded = code === 0 ? electronIn(join(packaged, 'dist')) : undefined;
  return downloaded ?? { problem: `Electron cannot be downloaded (${reasonOf(output)})` };
}

/**
 * @param {string} folder
 * @returns {Electron | undefined}
 */
function electronIn(folder) {
  const executable = join(folder, EXECUTABLE[process.platform] ?? 'electron');
  if (!existsSync(executable)) return undefined;
  try {
    return { folder, executable, version: readFileSync(join(folder, 'version'), 'utf8').trim().replace(/^v/, '') };
  } catch {
    return undefined;
  }
}

/** @param {string} output of the download */
function reasonOf(output) {
  const line = output.split('\n').find((each) => /error/i.test(each)) ?? output.trim().split('\n').at(-1);
  return (line ?? '').trim().slice(0, 200) || 'no reason given';
}
