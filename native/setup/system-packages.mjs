/** Which programs the setup needs from the system, and how they are installed where we know how. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isInstalled, run, say, SetupError } from './commands.mjs';

/**
 * @typedef {object} Need
 * @property {string} name as it is called in messages
 * @property {string} apt its package in Debian 12; the same names are expected in Ubuntu 24.04, where this was not tried
 * @property {() => Promise<boolean>} present
 */

/** @type {readonly Need[]} */
const TO_RUN = [
  { name: 'git', apt: 'git', present: () => isInstalled('git') },
  { name: 'cmake', apt: 'cmake', present: () => isInstalled('cmake') },
  { name: 'ninja', apt: 'ninja-build', present: () => isInstalled('ninja') },
  { name: 'a C++ compiler (c++)', apt: 'g++', present: () => isInstalled('c++') },
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

async function hasPip() {
  return (await run('python3', ['-m', 'pip', '--version'])).code === 0 || isInstalled('pip3');
}

/**
 * Makes sure that the programs which the build needs are there. As root on Debian and Ubuntu the missing ones are installed.
 * @param {{ tests: boolean }} options whether what only the tests need is wanted too
 * @throws {SetupError} naming what is missing and the command that installs it
 */
export async function ensureSystemPackages({ tests }) {
  const needs = tests ? [...TO_RUN, ...TO_TEST] : TO_RUN;
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
