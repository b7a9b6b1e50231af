/** One process of the parser, seen from its host: asks it for a document, watches over it, and says why it ended. */
import type { EngineProcess } from '../../engine/launch.ts';
import { documentError, DocumentError } from '../document-error.ts';
import { MAX_CHARACTERS } from '../limits.ts';
import type { LoadOptions, ParsedDocument } from '../parsed-document.ts';
import { MEMORY_MARK, parserMessage, type ParserMessage, type ParseRequest } from './protocol.ts';

/** Characters of its log that are kept. */
const LOG_TAIL = 4096;

export interface WatchedOptions extends Pick<LoadOptions, 'signal' | 'onProgress'> {
  stallMs: number;
  totalMs: number;
}

/** How an end that nobody asked for is said: the file's name comes before it. */
interface Ending {
  kind: 'limit' | 'parser-failed';
  problem: string;
}

export class ParserProcess {
  readonly #process: EngineProcess;
  readonly #gone: Promise<void>;
  readonly #ready: Promise<void>;
  #log = '';
  #ending: Ending | null = null;
  #receive: ((message: ParserMessage) => void) | null = null;
  #lost: ((ending: Ending) => void) | null = null;
  #documents = 0;

  constructor(started: EngineProcess) {
    this.#process = started;
    let [readied, left]: (() => void)[] = [];
    this.#ready = new Promise((resolve) => (readied = resolve));
    this.#gone = new Promise((resolve) => (left = resolve));
    started.onLog((text) => (this.#log = (this.#log + text).slice(-LOG_TAIL)));
    started.onMessage((message) => {
      const parsed = parserMessage.safeParse(message);
      if (!parsed.success)
        this.#close({ kind: 'parser-failed', problem: failed('it sent something else than a document') });
      else if (parsed.data.kind === 'ready') readied?.();
      else this.#receive?.(parsed.data);
    });
    started.onError((error) => {
      this.#close({
        kind: 'parser-failed',
        problem: `could not be read, because the parser does not run (${firstLine(error)})`,
      });
      // A process that never started reports no end.
      if (started.pid === undefined) left?.();
    });
    started.onExit(({ code, signal }) => {
      this.#close(this.#endingOf(signal ?? `exit code ${code}`));
      left?.();
    });
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** Documents that were asked of it. */
  get documents(): number {
    return this.#documents;
  }

  get ended(): boolean {
    return this.#ending !== null;
  }

  /** Ends it, whatever it does, and waits until it is gone. */
  async end(): Promise<void> {
    this.#close({ kind: 'parser-failed', problem: 'was not read to its end, because the parser was stopped' });
    await this.#gone;
  }

  /** One document at a time. @throws DocumentError, or the signal's reason; after a limit or an abort the process is ended. */
  async parse(path: string, as: string, options: WatchedOptions): Promise<ParsedDocument> {
    const id = ++this.#documents;
    const { signal, onProgress } = options;
    const timers = new Watch(options, (ending) => this.#close(ending));
    const abort = () => this.#close({ kind: 'parser-failed', problem: 'was cancelled' });
    try {
      signal?.addEventListener('abort', abort, { once: true });
      return await new Promise<ParsedDocument>((resolve, reject) => {
        const parts: string[] = [];
        let length = 0;
        this.#lost = ({ kind, problem }) => reject(documentError(kind, as, problem));
        if (this.#ending !== null) this.#lost(this.#ending);
        this.#receive = (message) => {
          if (message.kind === 'ready' || message.id !== id) return;
          timers.gotOn();
          if (message.kind === 'progress') onProgress?.(message.fraction);
          else if (message.kind === 'failed') reject(new DocumentError(message.error, as, message.message));
          else if (message.kind === 'done') resolve({ ...message.rest, text: parts.join('') });
          else {
            parts.push(message.part);
            length += message.part.length;
            if (length > MAX_CHARACTERS) this.#close({ kind: 'limit', problem: TOO_MUCH_TEXT });
          }
        };
        const request: ParseRequest = { kind: 'parse', id, path, as };
        void this.#ready.then(() => this.#process.post(request));
      });
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      throw error;
    } finally {
      timers.stop();
      this.#receive = null;
      this.#lost = null;
      signal?.removeEventListener('abort', abort);
    }
  }

  /** Ends the process for a reason; the first one counts. */
  #close(ending: Ending): void {
    if (this.#ending !== null) return;
    this.#ending = ending;
    this.#process.kill();
    this.#lost?.(ending);
  }

  #endingOf(how: string): Ending {
    if (this.#log.includes(MEMORY_MARK) || /heap out of memory|Allocation failed/i.test(this.#log)) {
      return {
        kind: 'limit',
        problem: 'takes more memory to read than one document may; split it and give the part you need',
      };
    }
    return { kind: 'parser-failed', problem: failed(how) };
  }
}

const TOO_MUCH_TEXT = `holds more than ${MAX_CHARACTERS / 1e6} million characters of text; split it and give the part you need`;

const failed = (how: string) =>
  `could not be read, because the parser stopped at it (${how}); save the file anew, or convert it to another format`;

function firstLine(error: Error): string {
  return error.message.split('\n', 1)[0] ?? '';
}

/** The limits on time. */
class Watch {
  readonly #end: (ending: Ending) => void;
  readonly #stallMs: number;
  readonly #total: NodeJS.Timeout;
  #stall: NodeJS.Timeout;

  constructor({ stallMs, totalMs }: WatchedOptions, end: (ending: Ending) => void) {
    this.#end = end;
    this.#stallMs = stallMs;
    this.#total = this.#after(totalMs, 'took');
    this.#stall = this.#after(stallMs, 'did not get on for');
  }

  /** Something came: the time without progress begins anew. */
  gotOn(): void {
    clearTimeout(this.#stall);
    this.#stall = this.#after(this.#stallMs, 'did not get on for');
  }

  stop(): void {
    clearTimeout(this.#stall);
    clearTimeout(this.#total);
  }

  #after(ms: number, what: string): NodeJS.Timeout {
    const seconds = `${Math.round(ms / 100) / 10} seconds`;
    const problem = `reading it ${what} ${seconds} and was given up; split it, or save it anew from another program`;
    return setTimeout(() => this.#end({ kind: 'limit', problem }), ms);
  }
}
