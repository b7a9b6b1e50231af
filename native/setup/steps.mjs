/** The steps from a fresh clone to something that runs. Each does nothing when it is done already. */
import { runScript, say, SetupError } from './commands.mjs';

export { ensureNpmPackages } from './npm-packages.mjs';
export { ensureSystemPackages } from './system-packages.mjs';

const OLDEST_NODE = /** @type {const} */ ([20, 19]);

/**
 * @param {string} [version] default: the version that runs this
 * @throws {SetupError} when this Node.js is too old
 */
export function ensureNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new SetupError(
    `Node.js ${oldestMajor}.${oldestMinor} or newer is needed, this is ${version}; install a newer one, then run this again`,
  );
}

/**
 * Builds the patched llama.cpp; quick when nothing has changed.
 * @param {readonly string[]} [args] for native/compile/build.ts
 * @returns {Promise<boolean>} whether it is there. Without it the app runs on the prebuilt binary, dense only, and that is said here.
 */
export async function ensureNativeBuild(args = []) {
  // then node-llama-cpp's own binary is wanted (native/runtime.ts)
  if (process.env['ANCHORITE_RUNTIME'] === 'prebuilt') return false;
  const { code } = await runScript('native/compile/build.ts', args, { output: 'stderr' });
  if (code === 130 || code === 143) throw new SetupError('stopped');
  if (code === 0) return true;
  say('the patched llama.cpp could not be built here: the prebuilt node-llama-cpp binary serves instead, dense only');
  return false;
}

/**
 * Bundles the app and its page; quick when nothing has changed.
 * @throws {SetupError} when that fails; what is wrong has been said then
 */
export async function ensureBundle() {
  const { code } = await runScript('electron/bundle/bundle.ts', [], { output: 'stderr' });
  if (code !== 0) throw new SetupError('the app could not be bundled; see above');
}

/**
 * Makes sure that the starter model is in the user's cache.
 * @returns {Promise<string>} its path
 * @throws {SetupError} when it could not be downloaded; why, and what to do, has been said then
 */
export async function ensureStarterModel() {
  const { code, output } = await runScript('electron/engine/models/fetch-model.ts', ['starter'], { output: 'read' });
  if (code !== 0) throw new SetupError('the starter model is not there; see above for what to do');
  return output.trim();
}

/**
 * The same for programs that can download models themselves: they go on without it, which is said.
 * @throws {SetupError} when it was stopped
 */
export async function tryStarterModel() {
  const { code } = await runScript('electron/engine/models/fetch-model.ts', ['starter'], { output: 'read' });
  if (code === 130 || code === 143) throw new SetupError('stopped');
  if (code !== 0) say('going on without the starter model: the app can download a model, or load a .gguf file');
}
