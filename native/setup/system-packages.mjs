/** Which programs the setup needs from the system, and how they are installed where we know how. */
import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { isInstalled, run, say, SetupError } from './commands.mjs';

/**
 * @typedef {object} Need
 * @property {string} name as it is called in messages
 * @property {string} apt its package in Debian 12. Ubuntu 24.04 was not tried: there `chromium` is a snap, which is not in /usr/bin, and
 *   `libasound2` is called libasound2t64
 * @property {() => Promise<boolean>} present
 */

/** @type {readonly Need[]} */
const TO_BUILD = [
  { name: 'git', apt: 'git', present: () => isInstalled('git') },
  { name: 'cmake', apt: 'cmake', present: () => isInstalled('cmake') },
  { name: 'ninja', apt: 'ninja-build', present: () => isInstalled('ninja') },
  { name: 'a C++ compiler (c++)', apt: 'g++', present: () => isInstalled('c++') },
];

/** pip fetches models from PyPI. @type {readonly Need[]} */
const TO_RUN = [
  { name: 'python3', apt: 'python3', present: () => isInstalled('python3') },
  { name: 'pip', apt: 'python3-pip', present: hasPip },
];

/** @type {readonly Need[]} */
const TO_TEST = [
  {
    name: 'doctest',
    apt: 'doctest-dev',
    present: () =>
      Promise.resolve(
        ['/usr/include', '/usr/local/include', '/opt/homebrew/include'].some((folder) =>
          existsSync(`${folder}/doctest/doctest.h`),
        ),
      ),
  },
];

/** What Electron is linked against and its own package does not bring. @type {readonly Need[]} */
const FOR_ELECTRON = [
  library('libgtk-3.so.0', 'libgtk-3-0'),
  library('libnss3.so', 'libnss3'),
  library('libasound.so.2', 'libasound2'),
  library('libgbm.so.1', 'libgbm1'),
  library('libXss.so.1', 'libxss1'),
];

/** What the end-to-end tests need besides Electron: a display of their own, a browser, and fonts to look like something. @type {readonly Need[]} */
const FOR_WINDOWS = [
  { name: 'Xvfb', apt: 'xvfb', present: () => Promise.resolve(isOnPath('Xvfb')) },
  { name: 'xauth', apt: 'xauth', present: () => Promise.resolve(isOnPath('xauth')) },
  { name: 'Chromium', apt: 'chromium', present: () => Promise.resolve(isOnPath('chromium')) },
  font('the font Inter', 'fonts-inter', 'opentype/inter'),
  font('the fonts DejaVu', 'fonts-dejavu-core', 'truetype/dejavu'),
];

/**
 * @param {string} file
 * @param {string} apt
 * @returns {Need}
 */
function library(file, apt) {
  const folders = ['/usr/lib', '/usr/lib64', '/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/lib64'];
  const present = () => Promise.resolve(folders.some((folder) => existsSync(join(folder, file))));
  return { name: file, apt, present };
}

/**
 * @param {string} name
 * @param {string} apt
 * @param {string} folder below /usr/share/fonts
 * @returns {Need}
 */
function font(name, apt, folder) {
  return { name, apt, present: () => Promise.resolve(existsSync(join('/usr/share/fonts', folder))) };
}

/** @param {string} program */
function isOnPath(program) {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * @returns {Promise<string | undefined>} as a clause which of Electron's libraries are missing and how to get them; elsewhere than on
 *   Linux Electron brings all it needs
 */
export async function missingForElectron() {
  if (process.platform !== 'linux') return undefined;
  const missing = await missingOf(FOR_ELECTRON);
  if (missing.length === 0) return undefined;
  const names = missing.map(({ name }) => name).join(', ');
  const packages = missing.map(({ apt }) => apt).join(' ');
  return `Electron needs ${names}. ${isDebianLike() ? `Run: sudo apt-get install -y ${packages}` : 'Install what has them.'}`;
}

async function hasPip() {
  return (await run('python3', ['-m', 'pip', '--version'])).code === 0 || isInstalled('pip3');
}

/**
 * Makes sure that the programs which the build needs are there. As root on Debian and Ubuntu the missing ones are installed.
 * @param {{ tests: boolean }} options whether what only the tests need is wanted too
 * @throws {SetupError} naming what is missing and the command that installs it
 */
export async function ensureSystemPackages({ tests }) {
  const needs = needsFor({ tests, env: process.env });
  const missing = await missingOf(needs);
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name).join(', ');
  const packages = missing.map(({ apt }) => apt);
  const command = `apt-get install -y ${packages.join(' ')}`;
  if (!isDebianLike()) {
    throw new SetupError(`missing: ${names}. Install them with your system's package manager, then run this again.`);
  }
  if (process.getuid?.() !== 0) throw new SetupError(`missing: ${names}. Run: sudo ${command}`);
  say(`installing ${packages.join(', ')} …`);
  await installWithApt(packages, command);
  const still = await missingOf(needs);
  if (still.length > 0) {
    throw new SetupError(`still missing after ${command}: ${still.map(({ name }) => name).join(', ')}`);
  }
}

/**
 * @param {{ tests: boolean, env: NodeJS.ProcessEnv }} options
 * @returns {readonly Need[]}
 */
export function needsFor({ tests, env }) {
  const windows = process.platform === 'linux' ? [...FOR_ELECTRON, ...FOR_WINDOWS] : [];
  if (tests) return [...TO_BUILD, ...TO_RUN, ...TO_TEST, ...windows];
  // Nothing is built then.
  return env['ANCHORITE_RUNTIME'] === 'prebuilt' ? TO_RUN : [...TO_BUILD, ...TO_RUN];
}

/** @param {readonly Need[]} needs */
async function missingOf(needs) {
  const present = await Promise.all(needs.map((need) => need.present()));
  return needs.filter((_need, at) => !present[at]);
}

function isDebianLike() {
  try {
    return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

/**
 * @param {readonly string[]} packages
 * @param {string} command what the user could type instead
 */
async function installWithApt(packages, command) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  const install = () => run('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { env });
  let failed = hasAptLists() ? await install() : { code: 1, output: '' };
  if (failed.code !== 0) {
    // The lists are missing, or older than the packages that the mirror still has.
    const update = await run('apt-get', ['update'], { env });
    failed = update.code === 0 ? await install() : update;
  }
  if (failed.code === 0) return;
  if (/Could not resolve|Failed to fetch|Could not connect|Connection (failed|timed out)/.test(failed.output)) {
    throw new SetupError(`the system's package mirror cannot be reached; check the network, then run: ${command}`);
  }
  const reason = failed.output.split('\n').findLast((line) => line.startsWith('E:')) ?? `exit code ${failed.code}`;
  throw new SetupError(`${command} failed (${reason}); run it by hand to see why`);
}

function hasAptLists() {
  try {
    return readdirSync('/var/lib/apt/lists').some((name) => name.includes('Packages'));
  } catch {
    return false;
  }
}
