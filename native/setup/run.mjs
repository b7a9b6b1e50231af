/**
 * `node native/setup/run.mjs SCRIPT.ts ARGS…`: runs one of our programs, after setting up what is missing. Prints nothing of its own
 * unless there is something to do, and then on stderr.
 */
import { resolve } from 'node:path';
import { main, runScript, say, USER_FOLDER } from './commands.mjs';
import { ensureNativeBuild, ensureNode, ensureNpmPackages, ensureSystemPackages } from './steps.mjs';

/** They run without llama.cpp; the first one builds it. */
const WITHOUT_LLAMA = [
  'native/compile/build.ts',
  'electron/bundle/bundle.ts',
  'electron/cli/bench-library.ts',
  'electron/cli/check-extraction.ts',
];

await main(async () => {
  const [script, ...args] = process.argv.slice(2);
  if (script === undefined) {
    say('usage: node native/setup/run.mjs SCRIPT.ts [ARGUMENT…]');
    return 2;
  }
  ensureNode();
  await ensureSystemPackages({ tests: false });
  await ensureNpmPackages();
  if (!WITHOUT_LLAMA.some((known) => resolve(known) === resolve(script))) await ensureNativeBuild();
  const { code } = await runScript(script, args, { output: 'inherit', cwd: USER_FOLDER });
  return code;
});
