/** Owns the engine process: starts it, checks what it says, and tells why it ended. */
import { EventEmitter } from 'node:events';
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
import { lastError } from './last-error.ts';
import { launchChild, neverStarted, type EngineProcess, type LaunchEngine } from './launch.ts';

/** Characters of the engine's own log that an exit report carries. */
const LOG_TAIL = 4096;
/** How long a process may take until it is ready, in milliseconds. A cold disk takes some seconds. */
const START_MS = 60_000;

/** How an engine process ended. `crashed` covers signals and failing exit codes that nobody asked for. */
export type EngineExit = {
  kind: 'stopped' | 'crashed' | 'failed-to-start';
  code: number | null;
  signal: NodeJS.Signals | null;
  /** The end of what it wrote to its log, for a bug report; of one that failed to start with how that ended. */
  log: string;
};

export interface EngineHostOptions {
  /** How a process is started; default: as a child process, from the sources. */
  launch?: LaunchEngine;
  /** How long it may take until it is ready, in milliseconds; it is ended then. Default: a minute. */
  startMs?: number | undefined;
}

/** Signal or exit code, as a clause. */
export function exitHow({ code, signal }: Pick<EngineExit, 'code' | 'signal'>): string {
  if (signal !== null) return signal;
  if (code === null) return 'it could not be started';
  // An engine never ends by itself, and what Electron cannot explain it calls 0.
  return code === 0 ? 'no reason was given' : `exit code ${code}`;
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
  readonly #launch: LaunchEngine;
  readonly #startMs: number;
  readonly #pending = new Map<number, Pending>();
  #process: EngineProcess | null = null;
  #ready: Promise<void> | null = null;
  #stopping = false;
  #lastId = 0;

  constructor(options: EngineHostOptions = {}) {
    super();
    this.#launch = options.launch ?? launchChild();
    this.#startMs = options.startMs ?? START_MS;
  }

  /** Whether a process is there. */
  get running(): boolean {
    return this.#process !== null;
  }

  /** The process id, for reports; undefined when none runs. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Starts the process unless it runs. @throws EngineError 'engine-start-failed'. */
  async start(): Promise<void> {
    this.#ready ??= this.#spawn();
    await this.#ready;
  }

  /**
   * Sends a request, starting the engine when it does not run.
   * @throws EngineError with the code the engine gave, or 'engine-exited' when the process ends first; 'cancelled' where that
   * happens after a cancel, which is then all that its caller has to know.
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
    })
      .catch((error: unknown) => {
        const ended = error instanceof EngineError && error.code === 'engine-exited';
        throw ended && options.signal?.aborted ? new EngineError('cancelled', {}, error) : error;
      })
      .finally(() => {
        this.#pending.delete(id);
        options.signal?.removeEventListener('abort', cancel);
      });
    return METHODS[method].result.parse(result) as Result<M>;
  }

  /** Ends the process, whatever it does, and waits until it is gone. */
  async stop(): Promise<void> {
    if (this.#process === null) return;
    this.#stopping = true;
    const gone = new Promise<void>((resolve) => this.once('exit', () => resolve()));
    this.#process.kill();
    await gone;
  }

  /** Ends the process and starts another; model and document have to be given again. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async #spawn(): Promise<void> {
    this.#stopping = false;
    const child = this.#launched();
    this.#process = child;
    let [log, started, ended] = ['', false, false];
    child.onLog((text) => (log = (log + text).slice(-LOG_TAIL)));
    await new Promise<void>((resolve, reject) => {
      const end = (code: number | null, signal: NodeJS.Signals | null, detail: string) => {
        if (ended) return;
        ended = true;
        clearTimeout(patience);
        const kind = this.#stopping ? 'stopped' : started ? 'crashed' : 'failed-to-start';
        const unstarted = kind === 'failed-to-start';
        const reason = unstarted ? lastError(log) : null;
        this.#ended({ kind, code, signal, log: unstarted ? `${log}${detail}\n` : log });
        reject(new EngineError('engine-start-failed', { detail: reason === null ? detail : `${detail}: ${reason}` }));
      };
      const patience = setTimeout(() => {
        child.kill();
        end(null, null, `it was not ready within ${this.#startMs / 1000} s`);
      }, this.#startMs);
      child.onMessage((message) => {
        started ||= (message as { kind?: unknown } | null)?.kind === 'ready';
        if (started) {
          clearTimeout(patience);
          resolve();
        }
        this.#receive(message);
      });
      let unreachable = false;
      child.onError((error) => {
        // An executable that is not there never exits: this is its only report.
        if (child.pid === undefined) end(null, null, oneLine(error));
        else if (!unreachable) {
          // A process that cannot be spoken to is of no use; its end follows and tells everybody who waits.
          unreachable = true;
          child.kill();
        }
      });
      child.onExit(({ code, signal }) => end(code, signal, `it ended at once, ${exitHow({ code, signal })}`));
    });
  }

  #launched(): EngineProcess {
    try {
      return this.#launch();
    } catch (error) {
      return neverStarted(oneLine(error));
    }
  }

  #ended(exit: EngineExit): void {
    this.#process = null;
    this.#ready = null;
    const how = exit.kind === 'stopped' ? 'it was stopped' : exitHow(exit);
    for (const pending of this.#pending.values()) pending.reject(new EngineError('engine-exited', { how }));
    this.#pending.clear();
    this.emit('exit', exit);
  }

  #send(id: number, method: Method, params: unknown): void {
    this.#process?.post({ id, method, params });
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
