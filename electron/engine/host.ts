/** Owns the engine process: starts it, checks what it says, and tells why it ended. */
import { fork, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  EVENTS,
  METHODS,
  outgoingSchema,
  type EventData,
  type EventName,
  type Method,
  type Params,
  type Result,
} from '../contract/engine.ts';
import { EngineError, fromWire, oneLine } from '../contract/errors.ts';

const ENTRY = new URL('./main.ts', import.meta.url);
/** Bytes of the engine's own log that an exit report carries. */
const LOG_TAIL = 4096;

/** How an engine process ended. `crashed` covers signals and failing exit codes that nobody asked for. */
export type EngineExit = {
  kind: 'stopped' | 'crashed' | 'failed-to-start';
  code: number | null;
  signal: NodeJS.Signals | null;
  /** The end of what it wrote to its log, for a bug report. */
  log: string;
};

export interface EngineHostOptions {
  /** Executable that runs the engine; default: this one. */
  execPath?: string;
  /** Its arguments before the script; default: the loader for TypeScript sources. */
  execArgv?: readonly string[];
  env?: NodeJS.ProcessEnv;
}

export type OnEvent = <E extends EventName>(event: E, data: EventData<E>) => void;

export interface RequestOptions {
  onEvent?: OnEvent;
  /** Aborting it cancels the request in the engine; it then fails with 'cancelled'. */
  signal?: AbortSignal;
}

interface Pending {
  method: Method;
  resolve: (result: unknown) => void;
  reject: (error: EngineError) => void;
  onEvent: OnEvent | undefined;
}

/** Events: 'exit' with an EngineExit, each time a process ends. */
export class EngineHost extends EventEmitter<{ exit: [EngineExit] }> {
  readonly #options: EngineHostOptions;
  readonly #pending = new Map<number, Pending>();
  #child: ChildProcess | null = null;
  #ready: Promise<void> | null = null;
  #stopping = false;
  #lastId = 0;

  constructor(options: EngineHostOptions = {}) {
    super();
    this.#options = options;
  }

  /** Whether a process is there. */
  get running(): boolean {
    return this.#child !== null;
  }

  /** The process id, for reports; undefined when none runs. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Starts the process unless it runs. @throws EngineError 'engine-start-failed'. */
  async start(): Promise<void> {
    this.#ready ??= this.#spawn();
    await this.#ready;
  }

  /**
   * Sends a request, starting the engine when it does not run.
   * @throws EngineError with the code the engine gave, or 'engine-exited' when the process ends first.
   */
  async request<M extends Method>(method: M, params: Params<M>, options: RequestOptions = {}): Promise<Result<M>> {
    if (options.signal?.aborted) throw new EngineError('cancelled', {});
    await this.start();
    // It may have been cancelled while the process started: a signal tells that once only.
    if (options.signal?.aborted) throw new EngineError('cancelled', {});
    const id = ++this.#lastId;
    const cancel = () => this.#send(++this.#lastId, 'cancel', { id });
    const result = await new Promise<unknown>((resolve, reject) => {
      this.#pending.set(id, { method, resolve, reject, onEvent: options.onEvent });
      options.signal?.addEventListener('abort', cancel, { once: true });
      this.#send(id, method, params);
    }).finally(() => {
      this.#pending.delete(id);
      options.signal?.removeEventListener('abort', cancel);
    });
    return METHODS[method].result.parse(result) as Result<M>;
  }

  /** Ends the process, whatever it does, and waits until it is gone. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    this.#stopping = true;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill('SIGKILL');
    await gone;
  }

  /** Ends the process and starts another; model and document have to be given again. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async #spawn(): Promise<void> {
    this.#stopping = false;
    const child = fork(fileURLToPath(ENTRY), {
      execPath: this.#options.execPath ?? process.execPath,
      execArgv: [...(this.#options.execArgv ?? typescriptLoader())],
      serialization: 'advanced',
      // The engine's output must not mix with that of the program: answers go to standard output there.
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      ...(this.#options.env === undefined ? {} : { env: this.#options.env }),
    });
    this.#child = child;
    let log = '';
    child.stderr?.on('data', (chunk: Buffer) => (log = (log + chunk.toString()).slice(-LOG_TAIL)));
    let started = false;
    await new Promise<void>((resolve, reject) => {
      let ended = false;
      const end = (exit: EngineExit, detail: string) => {
        if (ended) return;
        ended = true;
        this.#ended(exit);
        reject(new EngineError('engine-start-failed', { detail }));
      };
      child.on('message', (message) => {
        started ||= (message as { kind?: unknown }).kind === 'ready';
        if (started) resolve();
        this.#receive(message);
      });
      child.once('error', (error) => {
        // An executable that is not there never exits: this is its only report.
        if (!started) end({ kind: 'failed-to-start', code: null, signal: null, log }, oneLine(error));
      });
      child.once('exit', (code, signal) => {
        const kind = this.#stopping ? 'stopped' : started ? 'crashed' : 'failed-to-start';
        end({ kind, code, signal, log }, `it ended at once with ${signal ?? `code ${code}`}`);
      });
    });
  }

  #ended(exit: EngineExit): void {
    this.#child = null;
    this.#ready = null;
    const how = exit.kind === 'stopped' ? 'it was stopped' : (exit.signal ?? `exit code ${exit.code}`);
    for (const pending of this.#pending.values()) pending.reject(new EngineError('engine-exited', { how }));
    this.#pending.clear();
    this.emit('exit', exit);
  }

  #send(id: number, method: Method, params: unknown): void {
    this.#child?.send({ id, method, params }, (error) => {
      if (error !== null)
        this.#pending.get(id)?.reject(new EngineError('engine-exited', { how: oneLine(error) }, error));
    });
  }

  #receive(message: unknown): void {
    const parsed = outgoingSchema.safeParse(message);
    if (!parsed.success || parsed.data.kind === 'ready') return;
    const outgoing = parsed.data;
    const pending = this.#pending.get(outgoing.id);
    if (pending === undefined) return; // a cancel's own reply, or a request that has failed here already
    switch (outgoing.kind) {
      case 'reply':
        pending.resolve(outgoing.result);
        break;
      case 'failure':
        pending.reject(fromWire(outgoing.error));
        break;
      case 'event': {
        const data = EVENTS[outgoing.event].safeParse(outgoing.data);
        if (data.success) pending.onEvent?.(outgoing.event, data.data);
      }
    }
  }
}

/** Runs TypeScript sources through tsx wherever the program was started from; a compiled engine needs nothing. */
function typescriptLoader(): string[] {
  if (!ENTRY.pathname.endsWith('.ts')) return [];
  return ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href];
}
