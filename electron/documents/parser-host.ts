/** Reads documents in a process of their own, which may hang, crash or be killed without taking anything with it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { LaunchEngine } from '../engine/launch.ts';
import { documentError, DocumentError } from './document-error.ts';
import type { LoadOptions, ParsedDocument } from './parsed-document.ts';
import { launchParser } from './parser/launch-parser.ts';
import { STALL_MS, TOTAL_MS } from './parser/limits.ts';
import { ParserProcess } from './parser/parser-process.ts';

/** A path, or what somebody sent: `name` is how the document is called, `bytes` what the file holds. */
export type ParseSource = string | { name: string; bytes: Uint8Array };

export interface ParserHostOptions {
  /** How the process is started; default: as a child process, from the sources. */
  launch?: LaunchEngine;
  /** Time without progress after which a document is given up, in milliseconds. */
  stallMs?: number;
  /** Time for one document in all, in milliseconds. */
  totalMs?: number;
  /** How long a process waits for the next document, in milliseconds. */
  idleMs?: number;
}

export type ParseOptions = LoadOptions;

const IDLE_MS = 10_000;
/** Documents that one process reads: what leaks, and what a hostile one left behind, goes with it. */
const MOST_DOCUMENTS = 50;

/** One document at a time; the others wait for their turn. */
export class ParserHost {
  readonly #launch: LaunchEngine;
  readonly #stallMs: number;
  readonly #totalMs: number;
  readonly #idleMs: number;
  #turn: Promise<unknown> = Promise.resolve();
  #process: ParserProcess | null = null;
  #idle: NodeJS.Timeout | null = null;

  constructor(options: ParserHostOptions = {}) {
    this.#launch = options.launch ?? launchParser();
    this.#stallMs = options.stallMs ?? STALL_MS;
    this.#totalMs = options.totalMs ?? TOTAL_MS;
    this.#idleMs = options.idleMs ?? IDLE_MS;
  }

  /** Id of the process, for tests and reports; undefined while none runs. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /**
   * Reads a file or folder. Aborting ends the process at once.
   * @throws DocumentError as loadDocument, 'limit' when it takes too much time or memory, 'parser-failed' when the process ends; the
   * signal's reason when it is aborted. Whatever happens, the next document can be read.
   */
  async parse(source: ParseSource, options: ParseOptions = {}): Promise<ParsedDocument> {
    if (typeof source === 'string') return await this.#queued(source, options.as ?? source, options);
    const name = basename(source.name) || 'document';
    const folder = await mkdtemp(join(tmpdir(), 'anchorite-parse-')).catch((cause: unknown) => {
      throw cannotKeep(name, cause);
    });
    try {
      const path = join(folder, name);
      await writeFile(path, source.bytes).catch((cause: unknown) => {
        throw cannotKeep(name, cause);
      });
      return { ...(await this.#queued(path, name, options)), path: name };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Ends the process. A document that is being read fails with 'parser-failed'. */
  async close(): Promise<void> {
    await this.#end();
  }

  #queued(path: string, as: string, options: ParseOptions): Promise<ParsedDocument> {
    const { signal } = options;
    const mine = this.#turn.then(async () => {
      signal?.throwIfAborted();
      return await this.#run(path, as, options);
    });
    this.#turn = mine.catch(() => undefined);
    if (signal === undefined) return mine;
    // Whoever is cancelled while waiting need not wait for its turn to be told.
    return Promise.race([mine, rejection(signal, mine)]);
  }

  async #run(path: string, as: string, options: ParseOptions): Promise<ParsedDocument> {
    if (this.#idle !== null) clearTimeout(this.#idle);
    if (this.#process?.ended === true) this.#process = null;
    const current = (this.#process ??= new ParserProcess(this.#launch()));
    try {
      const parsed = await current.parse(path, as, { ...options, stallMs: this.#stallMs, totalMs: this.#totalMs });
      if (current.documents >= MOST_DOCUMENTS) await this.#end();
      return parsed;
    } catch (error) {
      // What broke one document's reading is not to touch the next one.
      if (!(error instanceof DocumentError) || !HARMLESS.has(error.kind)) await this.#end();
      throw error;
    } finally {
      this.#idle = setTimeout(() => void this.#end(), this.#idleMs).unref();
    }
  }

  async #end(): Promise<void> {
    const ending = this.#process;
    this.#process = null;
    await ending?.end();
  }
}

const HARMLESS = new Set<string>([
  'missing',
  'unreadable',
  'binary',
  'empty',
  'no-text',
  'too-large',
  'protected',
  'scanned',
]);

function rejection(signal: AbortSignal, settled: Promise<unknown>): Promise<never> {
  return new Promise((_resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    const forget = () => signal.removeEventListener('abort', abort);
    settled.then(forget, forget);
  });
}

function cannotKeep(name: string, cause: unknown): DocumentError {
  const problem = `could not be kept while it is read (${cause instanceof Error ? cause.message : String(cause)}); make room in ${tmpdir()} and try again`;
  return documentError('unreadable', name, problem, cause);
}
