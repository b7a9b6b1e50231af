/** Keeps node_modules as package-lock.json says. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { REPOSITORY, run, say, SetupError } from './commands.mjs';

/** @typedef {Record<string, { version?: string, optional?: boolean }>} LockedPackages */

/**
 * Runs npm ci unless node_modules already is what the lock file asks for.
 * @throws {SetupError} when npm fails, with what to do
 */
export async function ensureNpmPackages() {
  if (isUpToDate(REPOSITORY)) return;
  say('installing npm packages (about a minute) …');
  const started = performance.now();
  // The prebuilt binaries of node-llama-cpp come in npm packages; its own download of others is not wanted.
  const env = { NODE_LLAMA_CPP_SKIP_DOWNLOAD: 'true' };
  const [npm, ...script] = npmCommand(process.env);
  const { code, output } = await run(npm, [...script, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], { env });
  if (code === 127) throw new SetupError('npm was not found; install it beside Node.js, then run this again');
  if (code !== 0) throw new SetupError(reasonOf(output));
  say(`npm packages installed in ${Math.round((performance.now() - started) / 1000)} s`);
}

/**
 * How npm is run: as the script that it is, because on Windows `npm` is a batch file, which Node.js does not start.
 * @param {NodeJS.ProcessEnv} env npm names its own script there to what it runs
 * @param {NodeJS.Platform} [platform]
 * @returns {[string, ...string[]]}
 */
export function npmCommand(env, platform = process.platform) {
  const own = env['npm_execpath'];
  if (own !== undefined && basename(own) === 'npm-cli.js') return [process.execPath, own];
  if (platform !== 'win32') return ['npm'];
  return [process.execPath, join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js')];
}

/**
 * Whether what npm says it installed has every package of the lock file in its version. npm writes that record last, so an installation
 * that was interrupted has none. Optional packages are for other platforms and may be missing.
 * @param {string} folder
 */
export function isUpToDate(folder) {
  const wanted = readPackages(join(folder, 'package-lock.json'));
  const installed = readPackages(join(folder, 'node_modules', '.package-lock.json'));
  if (wanted === undefined || installed === undefined) return false;
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '') return true;
    const there = installed[path];
    if (there === undefined) return optional === true;
    return there.version === version && existsSync(join(folder, path));
  });
}

/**
 * @param {string} file
 * @returns {LockedPackages | undefined}
 */
function readPackages(file) {
  try {
    /** @type {unknown} */
    const lock = JSON.parse(readFileSync(file, 'utf8'));
    return /** @type {{ packages: LockedPackages }} */ (lock).packages;
  } catch {
    return undefined;
  }
}

/** @param {string} output */
function reasonOf(output) {
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|network/i.test(output)) {
    return "the npm registry cannot be reached; check the network and npm's proxy settings, then run this again";
  }
  const lines = output.split('\n').filter((line) => line.startsWith('npm error'));
  const reason =
    lines.find((line) => !/^npm error(\s*$| (code|errno|syscall|path|A complete log))/.test(line)) ?? 'no reason given';
  return `npm ci failed (${reason.replace(/^npm error\s*/, '')}); run it by hand to see why`;
}
