/** `npm start`: from a fresh clone to the app, in a window where there can be one and in a browser otherwise. */
import { resolve } from 'node:path';
import { main, REPOSITORY, run, runScript, say, USER_FOLDER } from './commands.mjs';
import {
  ensureBundle,
  ensureNativeBuild,
  ensureNode,
  ensureNpmPackages,
  ensureStarterModel,
  ensureSystemPackages,
} from './steps.mjs';
import { findWindow } from './window.mjs';

/** @param {string} executable Electron's */
async function openWindow(executable) {
  const paths = process.argv.slice(2).map((path) => resolve(USER_FOLDER, path));
  // A terminal inside an editor that is an Electron app itself may have it set, and Electron would start as a Node.js.
  const env = { ELECTRON_RUN_AS_NODE: undefined };
  const { code } = await run(executable, [REPOSITORY, '--', ...paths], { output: 'inherit', cwd: USER_FOLDER, env });
  if (code !== 0) say(`the window ended with exit code ${code}; npm run serve shows the same page in a browser`);
  return code;
}

/** @param {string} reason */
async function serve(reason) {
  say(`no window: ${reason}`);
  say('The same page is served for a browser instead:');
  const { code } = await runScript('electron/server/serve.ts', process.argv.slice(2), {
    output: 'inherit',
    cwd: USER_FOLDER,
  });
  return code;
}

await main(async () => {
  ensureNode();
  say('1/5 system packages');
  await ensureSystemPackages({ tests: false });
  say('2/5 npm packages');
  await ensureNpmPackages();
  say('3/5 llama.cpp with the sparse prefill (some minutes the first time)');
  await ensureNativeBuild();
  say('4/5 starter model');
  await ensureStarterModel();
  say('5/5 the app');
  await ensureBundle();
  const window = await findWindow();
  return await ('problem' in window ? serve(window.problem) : openWindow(window.executable));
});
