/** `npm start`: from a fresh clone to the app, in a window where there can be one and in a browser otherwise. */
import { resolve } from 'node:path';
import { main, REPOSITORY, run, runScript, say, USER_FOLDER } from './commands.mjs';
import {
  ensureBundle,
  ensureNativeBuild,
  ensureNode,
  ensureNpmPackages,
  ensureSystemPackages,
  tryStarterModel,
} from './steps.mjs';
import { readArguments } from './start-arguments.mjs';
import { findWindow } from './window.mjs';

const USAGE = `usage: npm start [-- PATH…]
Opens the app with the text files and folders named, in a window where there can be one and in a browser otherwise.
With --port NUMBER or --open it is served for a browser in any case; npm run serve -- --help says more.`;

/**
 * @param {string} executable Electron's
 * @param {readonly string[]} given
 */
async function openWindow(executable, given) {
  const paths = given.map((path) => resolve(USER_FOLDER, path));
  // A terminal inside an editor that is an Electron app itself may have it set, and Electron would start as a Node.js.
  const env = { ELECTRON_RUN_AS_NODE: undefined };
  const { code } = await run(executable, [REPOSITORY, '--', ...paths], { output: 'inherit', cwd: USER_FOLDER, env });
  if (code !== 0) say(`the window ended with exit code ${code}; npm run serve shows the same page in a browser`);
  return code;
}

async function serve() {
  const { code } = await runScript('electron/server/serve.ts', process.argv.slice(2), {
    output: 'inherit',
    cwd: USER_FOLDER,
  });
  return code;
}

await main(async () => {
  const { help, browser, paths } = readArguments(process.argv.slice(2));
  if (help) {
    say(USAGE);
    return 0;
  }
  ensureNode();
  say('1/5 system packages');
  await ensureSystemPackages({ tests: false });
  say('2/5 npm packages');
  await ensureNpmPackages();
  say('3/5 llama.cpp with the sparse prefill (some minutes the first time)');
  await ensureNativeBuild();
  say('4/5 starter model');
  await tryStarterModel();
  say('5/5 the app');
  await ensureBundle();
  if (browser) return await serve();
  const window = await findWindow();
  if (!('problem' in window)) return await openWindow(window.executable, paths);
  say(`no window: ${window.problem}`);
  say('The same page is served for a browser instead:');
  return await serve();
});
