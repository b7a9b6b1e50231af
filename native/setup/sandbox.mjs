/** Whether Chromium's sandbox can start. It is never switched off: what is shown comes from files that others wrote. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './commands.mjs';

const SETUID = 0o4000;

/**
 * @param {string} folder Electron's
 * @returns {Promise<string | undefined>} as a clause what is in the way and what to do; undefined when the sandbox can start
 */
export async function sandboxProblem(folder) {
  if (process.platform !== 'linux') return undefined;
  // Electron's sandbox needs one of two: namespaces that any user may make, or its helper as a program of root.
  const helper = join(folder, 'chrome-sandbox');
  if (isSetuidRoot(helper) || (await userNamespacesWork())) return undefined;
  const command = `sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`;
  return `Chromium's sandbox cannot start, because this system allows user namespaces to root alone. Run: ${command}`;
}

/** @param {string} file */
function isSetuidRoot(file) {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats !== undefined && stats.uid === 0 && (stats.mode & SETUID) !== 0;
}

async function userNamespacesWork() {
  const { code } = await run('unshare', ['--user', '--map-root-user', 'true']);
  if (code !== 127) return code === 0;
  // No program to try it with: what the kernel says about it.
  return (
    setting('/proc/sys/kernel/unprivileged_userns_clone') !== '0' &&
    setting('/proc/sys/user/max_user_namespaces') !== '0' &&
    setting('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') !== '1'
  );
}

/** @param {string} file */
function setting(file) {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}
