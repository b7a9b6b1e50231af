/** `npm run bench:prefill`: the same text read dense and sparse in turn, with medians, spread and the estimates' error. */
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { loadDocument } from '../documents/load-document.ts';
import type { Mode, ReadingMetrics } from '../contract/reading.ts';
import { EngineError } from '../contract/errors.ts';
import { benchReport, benchTable } from './bench-report.ts';
import { EXIT, onInterrupt, runCommand } from './exit.ts';
import { measuredOn } from './measured-on.ts';
import { addReadingOptions, numberFrom, option, parseCommandLine, readingChoice } from './options.ts';
import { CliSession } from './session.ts';

const SAMPLE = fileURLToPath(new URL('../../assets/samples/moby-dick.txt', import.meta.url));
/** No token of any model stands for more characters than this on ordinary text, so a text this long has enough of them. */
const CHARACTERS_A_TOKEN = 16;
/** Nothing is asked, so next to nothing is kept free behind the text. */
const ROOM = 16;

const session = new CliSession();
onInterrupt(() => session.interrupt());

async function main(): Promise<number> {
  const command = new Command('bench:prefill')
    .description('Reads a text dense and sparse in turn and compares the times.')
    .option('--model <id>', 'a model of the catalogue or a .gguf file', 'starter')
    .option('--file <path>', 'the text, repeated and cut as needed; default: the sample', SAMPLE)
    .option('--json', 'print nothing but the JSON line on standard output');
  addReadingOptions(command, false);
  option(command, '--tokens <n>', 'tokens of text; default 7680', numberFrom(1, 1 << 24, true));
  option(command, '--runs <n>', 'readings of each kind; default 3', numberFrom(1, 1000, true));
  if (!parseCommandLine(command, process.argv.slice(2))) return EXIT.answered;
  const options = command.opts<{ model: string; file: string; json?: boolean; tokens?: number; runs?: number }>();
  const { preset: wanted, params, threads } = readingChoice(command);
  const tokens = options.tokens ?? 7680;

  const model = await session.openModel(options.model, threads);
  const source = await session.interruptible((signal) => loadDocument(options.file, { signal }));
  const text = source.text.repeat(Math.ceil((tokens * CHARACTERS_A_TOKEN) / source.text.length));
  const preset = wanted ?? session.preset;
  const read = async (mode: Mode, probe: 'always' | 'never'): Promise<ReadingMetrics> => {
    const request = { name: source.name, text, mode, preset, ...(params === undefined ? {} : { params }), room: ROOM };
    // The engine keeps a reading of each mode: another document, of one token, makes it let go of both.
    await session.read({ ...request, limitTokens: 1, probe: 'never' });
    const { metrics } = await session.read({ ...request, limitTokens: tokens, probe });
    if (metrics.mode !== mode) {
      throw new EngineError('internal', {
        detail: `no ${mode} reading here: ${metrics.modeReason?.text ?? 'unknown'}`,
      });
    }
    return metrics;
  };

  const [dense, sparse]: [ReadingMetrics[], ReadingMetrics[]] = [[], []];
  for (let run = 1; run <= (options.runs ?? 3); run++) {
    dense.push(await read('dense', 'never'));
    sparse.push(await read('sparse', 'always'));
  }
  const report = benchReport(
    {
      model: options.model,
      tokens,
      preset,
      threads: model.threads,
      ...measuredOn(),
    },
    dense,
    sparse,
  );
  if (options.json !== true) process.stdout.write(`${benchTable(report)}\n`);
  process.stdout.write(`${JSON.stringify(report)}\n`);
  return EXIT.answered;
}

await runCommand(main, () => session.close());
