/** `npm run dist:dir`: sets up what is missing and packages the app. Arguments go to electron-builder. */
import { main, say } from './commands.mjs';
import { packageApp } from './packaging.mjs';
import { ensureBundle, ensureNativeBuild, ensureNode, ensureNpmPackages, ensureSystemPackages } from './steps.mjs';

await main(async () => {
  ensureNode();
  await ensureSystemPackages({ tests: false });
  await ensureNpmPackages();
  await ensureNativeBuild();
  await ensureBundle();
  const started = performance.now();
  await packageApp(process.argv.slice(2));
  say(`packaged into dist/packages in ${((performance.now() - started) / 1000).toFixed(0)} s`);
  return 0;
});
