/** `npm test`: sets up what is missing, then tests everything. Its last line is `N passed, N failed`. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { main, REPOSITORY, run, runScript, SetupError } from './commands.mjs';
import { packageApp } from './packaging.mjs';
import {
  ensureBundle,
  ensureNativeBuild,
  ensureNode,
  ensureNpmPackages,
  ensureStarterModel,
  ensureSystemPackages,
} from './steps.mjs';
import { playwrightCounts, sumOfCounts, vitestCounts } from './test-counts.mjs';

/** @typedef {import('./test-counts.mjs').Counts} Counts */

const PASSED = { passed: 1, failed: 0 };
const FAILED = { passed: 0, failed: 1 };

/**
 * Runs a program of an npm package.
 * @param {string} program path inside node_modules
 * @param {readonly string[]} args
 */
async function runTool(program, args) {
  return (await run(process.execPath, [join('node_modules', program), ...args], { output: 'inherit' })).code;
}

async function setUp() {
  ensureNode();
  await ensureSystemPackages({ tests: true });
  await ensureNpmPackages();
  await ensureStarterModel();
  if (!(await ensureNativeBuild(['--stock'])))
    throw new SetupError('the tests need the patched llama.cpp; see above why it was not built');
  return PASSED;
}

async function typecheck() {
  const codes = [
    await runTool('typescript/bin/tsc', ['--noEmit']),
    await runTool('typescript/bin/tsc', ['--noEmit', '-p', 'renderer']),
  ];
  return { passed: codes.filter((code) => code === 0).length, failed: codes.filter((code) => code !== 0).length };
}

async function lint() {
  const eslint = await runTool('eslint/bin/eslint.js', ['.']);
  const prettier = await runTool('prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '.']);
  return eslint === 0 && prettier === 0 ? PASSED : FAILED;
}

async function nativeTests() {
  const { code, output } = await runScript('native/compile/test-native.ts', [await ensureStarterModel()], {
    output: 'tee',
  });
  const counts = sumOfCounts(output);
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

async function unitTests() {
  const report = join(REPOSITORY, '.setup', 'vitest.json');
  mkdirSync(join(REPOSITORY, '.setup'), { recursive: true });
  rmSync(report, { force: true });
  const code = await runTool('vitest/vitest.mjs', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  const counts = vitestCounts(readFileSync(report, 'utf8'));
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

async function bundle() {
  await ensureBundle();
  await packageApp(['--dir']);
  return PASSED;
}

async function endToEndTests() {
  const report = join(REPOSITORY, '.setup', 'playwright.json');
  mkdirSync(join(REPOSITORY, '.setup'), { recursive: true });
  rmSync(report, { force: true });
  const { code } = await run(
    process.execPath,
    [
      join('node_modules', '@playwright/test/cli.js'),
      'test',
      '--config=electron/e2e/playwright.config.ts',
      '--reporter=list,json',
    ],
    { output: 'inherit', env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report } },
  );
  const counts = playwrightCounts(readFileSync(report, 'utf8'));
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** @type {readonly (readonly [name: string, step: () => Promise<Counts>])[]} */
const STEPS = [
  ['setup', setUp],
  ['typecheck', typecheck],
  ['lint', lint],
  ['kernel and native tests', nativeTests],
  ['unit and model tests', unitTests],
  ['bundle and package', bundle],
  ['end-to-end tests', endToEndTests],
];

await main(async () => {
  const total = { passed: 0, failed: 0 };
  for (const [name, step] of STEPS) {
    console.log(`\n== ${name}`);
    const started = performance.now();
    /** @type {Counts} */
    let counts;
    try {
      counts = await step();
    } catch (error) {
      // A step that crashes has failed; the others still have something to say.
      console.log(error instanceof Error ? error.message : String(error));
      counts = FAILED;
    }
    const verdict = counts.failed === 0 ? 'ok' : 'FAILED';
    console.log(`== ${name}: ${verdict} after ${((performance.now() - started) / 1000).toFixed(1)} s`);
    // Setting up is no test, unless it fails.
    if (step !== setUp) total.passed += counts.passed;
    total.failed += counts.failed;
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 ? 0 : 1;
});
