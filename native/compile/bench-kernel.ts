/**
 * `npm run bench:kernel`: times the CPU kernel's stages over shapes and presets against the machine's measured peak, in
 * turns with itself keeping every key and with ggml's dense attention. Builds what it runs. The last line is JSON.
 *   bench-kernel.ts [--threads N] [--repeats N] [--quick] [--json]
 */
import { execFileSync } from 'node:child_process';
import { availableParallelism, cpus } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { cmakeDir, kernelsDir, repoDir, treeDir } from './paths.ts';

const MICRO_BATCH = 2048;
/** Percent of keys that some rows look for in the made-up input; gives shares of kept keys such as real text has. */
const STRIPES = 20;
const MODELS = [
  { name: 'starter-like', heads: 9, kvHeads: 3, headSize: 64, document: { tokens: 7680, preset: 'finer' } },
  { name: '1.5B-like', heads: 12, kvHeads: 2, headSize: 128, document: { tokens: 8192, preset: 'fine' } },
] as const;
const PRESETS = ['paper', 'fine', 'finer'] as const;
const LENGTHS = [4096, 8192, 16384, 32768];

const stageSchema = z.object({
  ms: z.number(),
  smallest: z.number(),
  spread: z.number(),
  gmacs: z.number(),
  ofPeak: z.number(),
});
const wholeSchema = z.object({ ms: z.number(), smallest: z.number(), spread: z.number() });
/** What anchor_bench prints. Milliseconds are medians; stage times are summed over threads, rates are a thread's. */
const caseSchema = z.object({
  shape: z.string(),
  preset: z.string(),
  threads: z.number(),
  repeats: z.number(),
  seed: z.number(),
  stripes: z.number(),
  computed: z.number(),
  identifyPairs: z.number(),
  peakF32: z.number(),
  peakInt8: z.number(),
  anchor: stageSchema,
  identify: stageSchema,
  attend: stageSchema,
  identifyF32: stageSchema,
  sparse: wholeSchema,
  sparseIdentifyF32: wholeSchema,
  keepAll: wholeSchema,
  ggml: wholeSchema,
});
type Case = z.infer<typeof caseSchema>;

const { values: options } = parseArgs({
  options: {
    threads: { type: 'string', default: String(availableParallelism()) },
    repeats: { type: 'string', default: '5' },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

function positive(name: 'threads' | 'repeats'): number {
  const value = Number(options[name]);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name}: it has to be a whole number of at least 1`);
  return value;
}

function say(line: string): void {
  if (!options.json) process.stdout.write(`${line}\n`);
}

/** The commit that is measured; `-dirty` when files differ from it, null outside a clone. */
function commitMeasured(): string | null {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], { cwd: repoDir, encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
}

function buildBench(): string {
  const dir = path.join(kernelsDir, '.build', 'plain');
  const llama = [
    `-DANCHOR_LLAMA_DIR=${path.join(treeDir, 'llama.cpp')}`,
    `-DANCHOR_LLAMA_BUILD=${path.join(cmakeDir, 'bin')}`,
  ];
  execFileSync('cmake', ['-S', kernelsDir, '-B', dir, '-G', 'Ninja', ...llama], { stdio: 'pipe' });
  execFileSync('cmake', ['--build', dir, '--target', 'anchor_bench'], { stdio: 'pipe' });
  return path.join(dir, 'anchor_bench');
}

type Model = (typeof MODELS)[number];

function measure(program: string, model: Model, preset: string, rows: number, past: number): Case {
  const { heads, kvHeads, headSize } = model;
  const run = [rows, past, heads, kvHeads, headSize, preset, positive('threads'), positive('repeats'), STRIPES];
  return caseSchema.parse(JSON.parse(execFileSync(program, run.map(String), { encoding: 'utf8' })));
}

const times = (slow: number, fast: number) => `${(slow / fast).toFixed(1)}x`;
const percent = (share: number) => `${(share * 100).toFixed(0)}%`;

function row(model: Model, tokens: number, c: Case): string {
  const stage = (s: z.infer<typeof stageSchema>) => `${s.gmacs.toFixed(0)} (${percent(s.ofPeak)})`.padStart(11);
  return [
    model.name.padEnd(12),
    String(tokens).padStart(6),
    c.preset.padEnd(6),
    percent(c.computed).padStart(8),
    ...[c.anchor, c.identify, c.attend].map(stage),
    times(c.identifyF32.ms, c.identify.ms).padStart(12),
    times(c.keepAll.ms, c.sparse.ms).padStart(11),
    times(c.ggml.ms, c.sparse.ms).padStart(8),
  ].join(' ');
}

/** A whole document, micro-batch by micro-batch: what attention of one layer takes. */
function measureDocument(program: string, model: Model) {
  const { tokens, preset } = model.document;
  const sums = { sparse: 0, sparseIdentifyF32: 0, keepAll: 0, ggml: 0 };
  const stages = { anchor: 0, identify: 0, attend: 0, identifyF32: 0 };
  for (let past = 0; past < tokens; past += MICRO_BATCH) {
    const c = measure(program, model, preset, Math.min(MICRO_BATCH, tokens - past), past);
    for (const key of ['sparse', 'sparseIdentifyF32', 'keepAll', 'ggml'] as const) sums[key] += c[key].ms;
    for (const key of ['anchor', 'identify', 'attend', 'identifyF32'] as const) stages[key] += c[key].ms;
  }
  const result = { model: model.name, tokens, preset, ms: sums, stageMs: stages, speedup: sums.ggml / sums.sparse };
  say(
    `${model.name}, ${String(tokens)} tokens, ${preset}: ${times(sums.ggml, sums.sparse)} ggml's dense op, ` +
      `${times(sums.keepAll, sums.sparse)} our kernel keeping all, ` +
      `${times(sums.sparseIdentifyF32, sums.sparse)} identify in float32`,
  );
  return result;
}

const program = buildBench();
say('Rates in 10^9 multiply-adds a second and thread, with their share of the measured peak; then times ours.');
say('model        tokens preset computed      anchor    identify      attend f32 identify keeping all     ggml');
const cases: (Case & { model: string; tokens: number })[] = [];
for (const model of MODELS) {
  for (const preset of PRESETS) {
    for (const tokens of options.quick ? [8192] : LENGTHS) {
      const c = measure(program, model, preset, MICRO_BATCH, tokens - MICRO_BATCH);
      say(row(model, tokens, c));
      cases.push({ model: model.name, tokens, ...c });
    }
  }
}
const documents = MODELS.map((model) => measureDocument(program, model));
const report = {
  commit: commitMeasured(),
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  threads: positive('threads'),
  repeats: positive('repeats'),
  seed: cases[0]?.seed,
  documents,
  cases,
};
process.stdout.write(`${JSON.stringify(report)}\n`);
