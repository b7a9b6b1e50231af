/** `npm run serve`: sets up what is missing and serves the app for a browser. */
import { main, runScript, USER_FOLDER } from './commands.mjs';
import {
  ensureBundle,
  ensureNativeBuild,
  ensureNode,
  ensureNpmPackages,
  ensureSystemPackages,
  tryStarterModel,
} from './steps.mjs';

await main(async () => {
  ensureNode();
  await ensureSystemPackages({ tests: false });
  await ensureNpmPackages();
  await ensureNativeBuild();
  await tryStarterModel();
  await ensureBundle();
  const { code } = await runScript('electron/server/serve.ts', process.argv.slice(2), {
    output: 'inherit',
    cwd: USER_FOLDER,
  });
  return code;
});
