/** The parser's process: reads one document after the other and sends back what is in it. Started by ParserHost. */
import { parentChannel } from '../engine/channel.ts';
import { DocumentError } from './document-error.ts';
import { loadDocument } from './load-document.ts';
import { MAX_PARSER_BYTES } from './parser/limits.ts';
import { PART_LENGTH, parseRequest, type ParseRequest, type ParserMessage } from './parser/protocol.ts';
import { watchMemory } from './parser/watchdog.ts';

/** Between two reports of progress, in milliseconds. */
const PROGRESS_MS = 50;

// A Ctrl-C in a terminal reaches the whole process group; whether it ends the parser is for the host to say.
process.on('SIGINT', () => undefined);

const channel = parentChannel();
const post = (message: ParserMessage) => channel.post(message);

async function parse({ id, path, as }: ParseRequest): Promise<void> {
  let reported = 0;
  const onProgress = (fraction: number | null) => {
    const now = performance.now();
    if (now - reported < PROGRESS_MS) return;
    reported = now;
    post({ kind: 'progress', id, fraction });
  };
  try {
    const { text, ...rest } = await loadDocument(path, { as, onProgress });
    for (let start = 0; start < text.length; start += PART_LENGTH) {
      post({ kind: 'text', id, part: text.slice(start, start + PART_LENGTH) });
    }
    post({ kind: 'done', id, rest });
  } catch (error) {
    const known = error instanceof DocumentError;
    const message = error instanceof Error ? error.message : String(error);
    post({ kind: 'failed', id, error: known ? error.kind : 'parser-failed', message });
  }
}

watchMemory(Number(process.env['ANCHORITE_PARSER_BYTES']) || MAX_PARSER_BYTES);
channel.onMessage((message) => {
  const request = parseRequest.safeParse(message);
  if (request.success) void parse(request.data);
});
post({ kind: 'ready' });
