/**
 * Tests of the native side: patches on a clean tree, kernels against the oracle (also under the sanitizers), and the
 * patched llama.cpp on the starter model, whose path is the one argument. Prints one line a test and "N passed, N failed" at the end.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cmakeDir, kernelsDir, nativeDir, outputDir, repoDir, stockDir, treeDir, workDir } from './paths.ts';
import { patchedFiles, patchFiles } from './tree.ts';

let passed = 0;
let failed = 0;

/** Counts one test; `run` throws to fail it. */
function test(name: string, run: () => void): void {
  const start = Date.now();
  let outcome = 'ok';
  try {
    run();
    passed++;
  } catch (error) {
    failed++;
    outcome = `FAILED\n${error instanceof Error ? error.message : String(error)}`;
  }
  console.log(`${name}: ${outcome} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
}

/** Runs a program; @returns its stdout. @throws with its last lines when it exits with anything but 0. */
function run(program: string, args: string[], libraries?: string): string {
  const env = libraries === undefined ? process.env : { ...process.env, LD_LIBRARY_PATH: libraries };
  const result = spawnSync(program, args, { encoding: 'utf8', env, maxBuffer: 64 << 20 });
  if (result.error) throw result.error;
  if (result.status !== 0) {
    const said = `${result.stdout}\n${result.stderr}`.trim().split('\n').slice(-30).join('\n');
    throw new Error(`${path.basename(program)} ended with ${String(result.status ?? result.signal)}:\n${said}`);
  }
  return result.stdout;
}

/** A test program's own report, indented so that its counts are not taken for ours. */
function indented(report: string): string {
  return report.trim().replace(/^/gm, '  ');
}

function cmakeProject(source: string, to: string, args: string[]): void {
  run('cmake', ['-S', source, '-B', to, '-G', 'Ninja', ...args]);
  run('cmake', ['--build', to]);
}

function kernelTests(): void {
  const llama = [
    `-DANCHOR_LLAMA_DIR=${path.join(treeDir, 'llama.cpp')}`,
    `-DANCHOR_LLAMA_BUILD=${path.join(cmakeDir, 'bin')}`,
  ];
  const variants: [name: string, args: string[]][] = [
    ['plain', llama],
    ['AddressSanitizer and UndefinedBehaviorSanitizer', ['-DANCHOR_SANITIZE=address,undefined']],
    ['ThreadSanitizer', ['-DANCHOR_SANITIZE=thread']],
  ];
  for (const [name, args] of variants) {
    const dir = path.join(kernelsDir, '.build', name.split(' ')[0]?.toLowerCase() ?? name);
    test(`kernels against the oracle, ${name}`, () => {
      cmakeProject(kernelsDir, dir, args);
      run('ctest', ['--test-dir', dir, '--output-on-failure', '-j2', '--no-tests=error']);
    });
  }
}

function modelTests(model: string): void {
  const text = path.join(repoDir, 'assets', 'samples', 'moby-dick.txt');
  const dir = path.join(workDir, 'tests');
  const patched = path.join(outputDir, 'Release');
  const stock = path.join(stockDir, 'Release');
  const fixture = (name: string) => path.join(nativeDir, 'tests', 'fixtures', name);
  test('native tests build', () => {
    cmakeProject(path.join(nativeDir, 'tests'), dir, [`-DANCHOR_TREE=${treeDir}`, `-DANCHOR_LIBS=${patched}`]);
  });
  const scratch = mkdtempSync(path.join(tmpdir(), 'anchorite-test-'));
  test('with sparse prefill off, logits equal the unpatched library bit for bit', () => {
    const dump = (libraries: string, name: string) => {
      const to = path.join(scratch, name);
      run(path.join(dir, 'logits_dump'), [model, text, to], libraries);
      return readFileSync(to);
    };
    const theirs = dump(stock, 'stock');
    if (theirs.length === 0) throw new Error('no logits');
    if (!theirs.equals(dump(patched, 'patched'))) throw new Error('the logits differ');
  });
  test('layers run sparse or dense for the right reason', () => {
    console.log(indented(run(path.join(dir, 'dense_reasons'), [scratch], patched)));
  });
  rmSync(scratch, { recursive: true });
  test("a real layer's Q, K, V give the oracle the same lists, counts and output", () => {
    console.log(indented(run(path.join(dir, 'real_layer'), [model, text], patched)));
  });
  const exact = path.join(dir, 'starter-f32.gguf');
  test('the starter dequantises to F32', () => {
    if (!existsSync(exact) || statSync(exact).mtimeMs < statSync(model).mtimeMs) {
      run(path.join(dir, 'dequantize'), [model, `${exact}.part`], patched);
      renameSync(`${exact}.part`, exact);
    }
  });
  for (const mode of ['dense', 'sparse']) {
    // Int8 products are noisy: as shipped, near ties may fall either way (docs/decisions/0006-teacher-forcing-references.md).
    for (const [weights, file, gap] of [
      ['F32 weights', exact, '0.1'],
      ['as shipped', model, '1'],
    ] as const) {
      test(`teacher-forced along the ${mode} reference, the argmax agrees, ${weights}`, () => {
        const reference = fixture(`starter-${mode}.txt`);
        console.log(indented(run(path.join(dir, 'teacher_forcing'), [file, text, mode, reference, gap], patched)));
      });
    }
  }
}

const model = process.argv[2];
if (model === undefined) throw new Error('usage: test-native.ts MODEL.gguf');
test('patches apply to a clean tree, one after the other', () => {
  const patches = patchFiles();
  for (let n = 1; n <= patches.length; n++) patchedFiles(patches.slice(0, n));
});
kernelTests();
modelTests(model);
console.log(`${String(passed)} passed, ${String(failed)} failed`);
process.exitCode = failed === 0 ? 0 : 1;
