/**
 * `npm run bench:prefill`: the same text read dense, sparse and by our kernel keeping every key, in turn with stock llama-bench, with
 * medians, spread and the estimates' error. Dense takes the better of two micro-batches.
 */
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { loadDocument } from '../documents/load-document.ts';
import type { Mode, ReadingMetrics } from '../contract/reading.ts';
import { EngineError, oneLine } from '../contract/errors.ts';
import type { PrefillParams, Preset } from '../contract/presets.ts';
import { KEEP_ALL } from '../engine/fidelity/measure.ts';
import { openLlamaBench } from '../../native/compile/llama-bench.ts';
import { benchReport, betterMicroBatch, type BenchReadings } from './bench-report.ts';
import { benchTable } from './bench-table.ts';
import { EXIT, onInterrupt, runCommand } from './exit.ts';
import { measuredOn } from './measured-on.ts';
import { addReadingOptions, numberFrom, option, parseCommandLine, readingChoice } from './options.ts';
import { CliSession } from './session.ts';

const SAMPLE = fileURLToPath(new URL('../../assets/samples/moby-dick.txt', import.meta.url));
/** No token of any model stands for more characters than this on ordinary text, so a text this long has enough of them. */
const CHARACTERS_A_TOKEN = 16;
/** Nothing is asked, so next to nothing is kept free behind the text. */
const ROOM = 16;
/** The app's own micro-batch, and the one that llama.cpp takes unless asked otherwise. */
const MICRO_BATCHES = { app: 2048, small: 512 } as const;

/** Sparse and keep-all readings, and dense ones unless small micro-batches are faster. */
const session = new CliSession();
/** Dense readings in small micro-batches. */
const small = new CliSession();
onInterrupt(() => {
  session.interrupt();
  small.interrupt();
});

interface Options {
  model: string;
  file: string;
  llamaBench: boolean;
  json?: boolean;
  tokens?: number;
  runs?: number;
}

/** How the text is read. */
interface Way {
  mode: Mode;
  preset: Preset;
  params?: PrefillParams | undefined;
  probe: 'always' | 'never';
}

async function main(): Promise<number> {
  const command = new Command('bench:prefill')
    .description('Reads a text dense, sparse and keeping every key in turn and compares the times.')
    .option('--model <id>', 'a model of the catalogue or a .gguf file', 'starter')
    .option('--file <path>', 'the text, repeated and cut as needed; default: the sample', SAMPLE)
    .option('--no-llama-bench', "leave out the comparison with stock llama.cpp's own benchmark")
    .option('--json', 'print nothing but the JSON line on standard output');
  addReadingOptions(command, false);
  option(command, '--tokens <n>', 'tokens of text; default 7680', numberFrom(1, 1 << 24, true));
  option(command, '--runs <n>', 'readings of each kind; default 3', numberFrom(1, 1000, true));
  if (!parseCommandLine(command, process.argv.slice(2))) return EXIT.answered;
  const options = command.opts<Options>();
  const { preset: wanted, params, threads } = readingChoice(command);
  const tokens = options.tokens ?? 7680;
  const preset = wanted ?? session.preset;
  const stock = options.llamaBench ? await stockBench() : null;

  const model = await session.openModel(options.model, threads);
  await small.openModel(options.model, threads, { microBatch: MICRO_BATCHES.small });
  const source = await session.interruptible((signal) => loadDocument(options.file, { signal }));
  const text = source.text.repeat(Math.ceil((tokens * CHARACTERS_A_TOKEN) / source.text.length));
  const read = async (by: CliSession, { mode, preset: chosen, params: given, probe }: Way): Promise<ReadingMetrics> => {
    const custom = given === undefined ? {} : { params: given };
    const request = { name: source.name, text, mode, preset: chosen, ...custom, room: ROOM };
    // The engine keeps a reading of each mode: another document, of one token, makes it let go of both.
    await by.read({ ...request, limitTokens: 1, probe: 'never' });
    const { metrics } = await by.read({ ...request, limitTokens: tokens, probe });
    if (metrics.mode !== mode) {
      throw new EngineError('internal', {
        detail: `no ${mode} reading here: ${metrics.modeReason?.text ?? 'unknown'}`,
      });
    }
    return metrics;
  };
  const dense: Way = { mode: 'dense', preset, params, probe: 'never' };

  const denseTrials: { microBatch: number; ms: number }[] = [];
  for (const [by, microBatch] of [
    [session, MICRO_BATCHES.app],
    [small, MICRO_BATCHES.small],
  ] as const) {
    denseTrials.push({ microBatch, ms: (await read(by, dense)).prefillMs });
  }
  const microBatch = betterMicroBatch(denseTrials);
  const baseline = microBatch === MICRO_BATCHES.app ? session : small;
  if (baseline !== small) await small.close();

  const made = { dense: [], sparse: [], keepAll: [], stock: [] } as {
    [K in keyof Omit<BenchReadings, 'denseTrials'>]: BenchReadings[K][number][];
  };
  for (let run = 1; run <= (options.runs ?? 3); run++) {
    const whole = await read(baseline, dense);
    made.dense.push(whole);
    made.sparse.push(await read(session, { mode: 'sparse', preset, params, probe: 'always' }));
    made.keepAll.push(await read(session, { mode: 'sparse', preset: 'custom', params: KEEP_ALL, probe: 'never' }));
    if (stock !== null) {
      const bench = { model: model.path, tokens: whole.tokens, threads: model.threads, microBatch };
      made.stock.push(await session.interruptible((signal) => stock({ ...bench, signal })));
    }
  }
  const setting = { model: options.model, tokens, preset, threads: model.threads, ...measuredOn() };
  const report = benchReport(setting, { ...made, denseTrials });
  if (options.json !== true) process.stdout.write(`${benchTable(report)}\n`);
  process.stdout.write(`${JSON.stringify(report)}\n`);
  return EXIT.answered;
}

/** Stock llama-bench, or null with a line on standard error where it cannot be had. */
async function stockBench(): ReturnType<typeof openLlamaBench> {
  try {
    return await session.interruptible((signal) => openLlamaBench(signal));
  } catch (error) {
    if (error instanceof EngineError) throw error;
    process.stderr.write(`stock llama-bench is left out: ${oneLine(error)}\n`);
    return null;
  }
}

await runCommand(main, async () => {
  await session.close();
  await small.close();
});
