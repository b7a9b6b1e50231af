/** Making the app that runs without this repository, below dist/packages. */
import { join } from 'node:path';
import { run, SetupError } from './commands.mjs';
import { findElectron } from './electron.mjs';

/**
 * Packages the bundles (electron-builder.yml says what goes in). Needs the native build and the bundles, and no network.
 * @param {readonly string[]} targets electron-builder's, such as --dir
 * @throws {SetupError} when there is no Electron, or electron-builder fails
 */
export async function packageApp(targets) {
  const electron = await findElectron();
  if ('problem' in electron) {
    throw new SetupError(
      `the app cannot be packaged: ${electron.problem}; ELECTRON_OVERRIDE_DIST_PATH can name the folder of one`,
    );
  }
  const builder = join('node_modules', 'electron-builder', 'cli.js');
  const { code, output } = await run(process.execPath, [
    builder,
    ...targets,
    '--publish=never',
    `--config.electronDist=${electron.folder}`,
    `--config.electronVersion=${electron.version}`,
  ]);
  if (code === 0) return;
  process.stderr.write(output);
  throw new SetupError(`electron-builder ended with exit code ${code}; see above`);
}
