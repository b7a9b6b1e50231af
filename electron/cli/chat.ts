/** `npm run chat`: in the terminal, reads the sample (or the document named) and answers what is typed. */
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { loadDocument } from '../documents/load-document.ts';
import { EngineError } from '../contract/errors.ts';
import { EXIT, lineOf, onInterrupt, runCommand } from './exit.ts';
import { parseCommandLine } from './options.ts';
import { leftOutText, readingReport, stopText } from './report.ts';
import { CliSession } from './session.ts';

const SAMPLE = fileURLToPath(new URL('../../assets/samples/moby-dick.txt', import.meta.url));

/** Tokens kept free for a question and its answer, neither of which is known yet. */
const CONVERSATION_ROOM = 1024;

const session = new CliSession();

async function main(): Promise<number> {
  const command = new Command('chat')
    .description('Reads a document and answers questions about it, one a line.')
    .argument('[path]', 'a text file or a folder; default: the sample')
    .option('--model <id>', 'a model of the catalogue or a .gguf file', 'starter');
  if (!parseCommandLine(command, process.argv.slice(2))) return EXIT.answered;
  onInterrupt(() => session.interrupt());
  await session.openModel(command.opts<{ model: string }>().model, undefined);
  const path = command.args[0] ?? SAMPLE;
  const document = await session.interruptible((signal) => loadDocument(path, { signal }));
  process.stderr.write(leftOutText(document.skipped));
  const { metrics, reused } = await session.read({
    name: document.name,
    text: document.text,
    mode: 'sparse',
    preset: session.preset,
    room: CONVERSATION_ROOM,
  });
  process.stdout.write(`${readingReport(metrics, reused)}\n\n`);
  await converse();
  return EXIT.answered;
}

/** Answers line after line until the input ends. In a terminal Ctrl-C stops an answer, or quits when there is none. */
async function converse(): Promise<void> {
  const terminal = process.stdin.isTTY;
  const lines = createInterface({ input: process.stdin, output: process.stdout, terminal, prompt: 'ask> ' });
  let answering: AbortController | null = null;
  lines.on('SIGINT', () => {
    if (answering === null) lines.close();
    else answering.abort();
  });
  if (terminal) lines.prompt();
  for await (const line of lines) {
    if (line.trim() !== '') {
      answering = new AbortController();
      await answerOne(line, answering.signal);
      answering = null;
    }
    if (terminal) lines.prompt();
  }
  if (terminal) process.stdout.write('\n');
}

async function answerOne(question: string, signal: AbortSignal): Promise<void> {
  try {
    const { stop } = await session.ask({ question }, (text) => process.stdout.write(text), signal);
    process.stdout.write(`\n${stopText(stop)}\n`);
  } catch (error) {
    // A question that fails does not end the conversation; an engine that is gone, or a Ctrl-C outside a terminal, does.
    if (!(error instanceof EngineError) || error.code === 'engine-exited') throw error;
    if (error.code === 'cancelled' && !signal.aborted) throw error;
    process.stderr.write(error.code === 'cancelled' ? '\n(stopped)\n' : `${lineOf(error)}\n`);
  }
}

await runCommand(main, () => session.close());
