/** `npm run ask`: one question about one document. The answer goes to standard output, everything else to standard error. */
import { Command } from 'commander';
import { loadDocument } from '../documents/load-document.ts';
import { DEFAULT_ROOM } from '../contract/reading.ts';
import { askReport } from './ask-report.ts';
import { EXIT, onInterrupt, runCommand, UsageError } from './exit.ts';
import { addReadingOptions, numberFrom, option, parseCommandLine, readingChoice } from './options.ts';
import { leftOutText, readingReport, stopText } from './report.ts';
import { CliSession } from './session.ts';

interface AskOptions {
  file?: string;
  model: string;
  json?: boolean;
  temperature?: number;
  seed?: number;
  maxTokens?: number;
}

function commandLine(): Command {
  const command = new Command('ask')
    .description('Answers one question about a text file or a folder of them.')
    .argument('<question>', 'what to ask')
    .option('--file <path>', 'the document: a text file or a folder')
    .option('--model <id>', 'a model of the catalogue or a .gguf file', 'starter')
    .option('--json', 'print one JSON object as the last line');
  addReadingOptions(command, true);
  option(command, '--temperature <t>', '0 (default) always takes the likeliest token', numberFrom(0, 10, false));
  option(command, '--seed <n>', 'for the same answer again at a temperature above 0', numberFrom(0, 0xffffffff, true));
  option(command, '--max-tokens <n>', 'longest answer; default 512', numberFrom(1, 1 << 24, true));
  return command;
}

/** Tokens that question and answer may need: a token stands for one byte at least, and the template adds a few. */
function roomFor(question: string, maxTokens: number | undefined): number {
  return Math.max(DEFAULT_ROOM, Buffer.byteLength(question) + TEMPLATE_TOKENS + (maxTokens ?? FEWEST_ANSWER_TOKENS));
}
const TEMPLATE_TOKENS = 64;
const FEWEST_ANSWER_TOKENS = 256;

const session = new CliSession();
onInterrupt(() => session.interrupt());

// The order of the checks is usage, model, document: what is cheapest to put right comes first.
async function main(): Promise<number> {
  const command = commandLine();
  if (!parseCommandLine(command, process.argv.slice(2))) return EXIT.answered;
  const options = command.opts<AskOptions>();
  const [question = ''] = command.args;
  if (options.file === undefined) throw new UsageError('--file is missing: name the document to read');
  if (question.trim() === '') throw new UsageError('the question is empty');
  const { mode, preset, params, threads } = readingChoice(command);
  const { file } = options;

  await session.openModel(options.model, threads);
  const document = await session.interruptible((signal) => loadDocument(file, { signal }));
  process.stderr.write(leftOutText(document.skipped));
  const { metrics, reused } = await session.read({
    name: document.name,
    text: document.text,
    mode,
    preset: preset ?? session.preset,
    room: roomFor(question, options.maxTokens),
    ...(params === undefined ? {} : { params }),
  });
  process.stderr.write(`${readingReport(metrics, reused)}\n`);

  const result = await session.ask(
    {
      question,
      ...(options.temperature === undefined ? {} : { temperature: options.temperature }),
      ...(options.seed === undefined ? {} : { seed: options.seed }),
      ...(options.maxTokens === undefined ? {} : { maxTokens: options.maxTokens }),
    },
    (text) => {
      if (options.json !== true) process.stdout.write(text);
    },
  );
  process.stdout.write(options.json === true ? `${JSON.stringify(askReport(options.model, metrics, result))}\n` : '\n');
  process.stderr.write(stopText(result.stop));
  return EXIT.answered;
}

await runCommand(main, () => session.close());
