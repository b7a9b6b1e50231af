/** `npm start`: from a fresh clone to the running program. */
import { main, runScript, say, USER_FOLDER } from './commands.mjs';
import {
  ensureNativeBuild,
  ensureNode,
  ensureNpmPackages,
  ensureStarterModel,
  ensureSystemPackages,
} from './steps.mjs';

await main(async () => {
  ensureNode();
  say('1/4 system packages');
  await ensureSystemPackages({ tests: false });
  say('2/4 npm packages');
  await ensureNpmPackages();
  say('3/4 llama.cpp with the sparse prefill (some minutes the first time)');
  await ensureNativeBuild();
  say('4/4 starter model');
  await ensureStarterModel();
  const { code } = await runScript('electron/cli/start.ts', process.argv.slice(2), {
    output: 'inherit',
    cwd: USER_FOLDER,
  });
  return code;
});
