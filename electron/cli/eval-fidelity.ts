/** `npm run eval:fidelity`: what sparse reading loses against dense on copied text and on prose, in nats and agreement. */
import { Command } from 'commander';
import { DEFAULT_PRESET, isCalibrated } from '../contract/presets.ts';
import { evaluateFidelity } from '../engine/fidelity/evaluate.ts';
import { resolvePreset } from '../engine/fidelity/resolve-preset.ts';
import { FEWEST_TOKENS } from '../engine/fidelity/texts.ts';
import { EXIT, onInterrupt, runCommand, UsageError } from './exit.ts';
import { fidelityTable, type FidelityReport } from './fidelity-report.ts';
import { measuredOn } from './measured-on.ts';
import { Measuring } from './measuring.ts';
import { addReadingOptions, numberFrom, option, parseCommandLine, readingChoice } from './options.ts';

const measuring = new Measuring();
onInterrupt(() => measuring.interrupt());

interface Options {
  model: string;
  tokens?: number;
  control: boolean;
  json?: boolean;
}

async function main(): Promise<number> {
  const command = new Command('eval:fidelity')
    .description(
      'Compares the next-token distributions of sparse and dense reading over the last 512 tokens of two texts.',
    )
    .option('--model <id>', 'a model of the catalogue or a .gguf file', 'starter')
    .option('--no-control', 'leave out the readings that keep every key')
    .option('--json', 'print nothing but the JSON line on standard output');
  addReadingOptions(command, false);
  option(command, '--tokens <n>', 'tokens of each text; default 7680', numberFrom(FEWEST_TOKENS, 1 << 24, true));
  if (!parseCommandLine(command, process.argv.slice(2))) return EXIT.answered;
  const options = command.opts<Options>();
  const { preset = DEFAULT_PRESET, params: given, threads } = readingChoice(command);
  const tokens = options.tokens ?? 7680;

  const loaded = await measuring.openModel(options.model, threads);
  if (isCalibrated(preset)) await measuring.calibration(loaded);
  const params = resolvePreset(loaded, preset, given);
  const evaluation = await evaluateFidelity(loaded, {
    tokens,
    params,
    control: options.control,
    signal: measuring.signal,
    onProgress: (what, share) => measuring.show(`${what}: ${Math.round(share * 100)}%`),
  }).catch((error: unknown) => {
    throw error instanceof RangeError ? new UsageError(`--tokens: ${error.message}`) : error;
  });
  const report: FidelityReport = {
    ...{ model: options.model, tokens, preset, params, threads: loaded.info.threads },
    ...measuredOn(),
    ...evaluation,
  };
  if (options.json !== true) process.stdout.write(`${fidelityTable(report)}\n`);
  process.stdout.write(`${JSON.stringify(report)}\n`);
  return EXIT.answered;
}

await runCommand(main, () => measuring.close());
