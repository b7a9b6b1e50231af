/** Whether a window can be opened here. */
import { findElectron } from './electron.mjs';
import { sandboxProblem } from './sandbox.mjs';
import { missingForElectron } from './system-packages.mjs';

/** @typedef {import('./electron.mjs').Electron} Electron */

/**
 * What rules a window out before Electron is even looked for.
 * @param {NodeJS.ProcessEnv} env
 * @param {NodeJS.Platform} platform
 * @param {number | undefined} user
 * @returns {string | undefined} as a clause
 */
export function whyNoDisplay(env, platform, user) {
  if (platform !== 'linux') return undefined;
  if (!env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return 'there is no display';
  if (user === 0) return "Chromium's sandbox refuses to run as root";
  return undefined;
}

/**
 * @returns {Promise<Electron | { problem: string }>} what opens the window, or as a clause why there is none
 */
export async function findWindow() {
  const problem = whyNoDisplay(process.env, process.platform, process.getuid?.());
  if (problem !== undefined) return { problem };
  const electron = await findElectron();
  if ('problem' in electron) return electron;
  const missing = (await missingForElectron()) ?? (await sandboxProblem(electron.folder));
  return missing === undefined ? electron : { problem: missing };
}
