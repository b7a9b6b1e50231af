/** What the engine does for the page: one thing at a time, and what the user asked for before what the app does by itself. */
import { EngineError } from '../contract/errors.ts';
import type { Activity } from '../contract/state.ts';

export interface JobKind extends Omit<Activity, 'stopping' | 'canEnd'> {
  /** For messages: "the engine is busy with …". */
  title: string;
}

interface Job {
  what: JobKind;
  abort: AbortController;
  /** The engine has not heard its cancel for a while. */
  stuck: boolean;
  /** Resolved when it has ended, however it did. */
  done: Promise<void>;
}

export interface JobsOptions {
  onActivity: (activity: Activity | null) => void;
  /** Nothing runs any more: time for what can wait. */
  onFree: () => void;
  /** Ends the engine under work that does not hear its cancel. */
  endEngine: () => Promise<void>;
  /** How long a cancel may take before that is offered, in milliseconds. */
  patienceMs?: number | undefined;
}

/** A patched llama.cpp stops at once; the prebuilt one after the micro-batch in flight, which takes some seconds. */
const PATIENCE_MS = 10_000;

export class Jobs {
  readonly #options: JobsOptions;
  /** Asked for by the user. */
  #asked: Job | null = null;
  /** Begun by the app itself; gives way. */
  #quiet: Job | null = null;

  constructor(options: JobsOptions) {
    this.#options = options;
  }

  /** What runs now. */
  get running(): JobKind | null {
    return (this.#asked ?? this.#quiet)?.what ?? null;
  }

  /** Whether something that the user asked for runs. */
  get busy(): boolean {
    return this.#asked !== null;
  }

  /** Whether a cancelled job has waited for a while for an engine that does not hear it. */
  get stuck(): boolean {
    return this.#asked?.stuck === true || this.#quiet?.stuck === true;
  }

  /** @throws EngineError 'busy' while something that the user asked for runs. */
  requireFree(): void {
    if (this.#asked !== null) throw new EngineError('busy', { running: this.#asked.what.title });
  }

  /**
   * Runs what the user asked for, after what the app does by itself has been cancelled and has ended.
   * @throws EngineError 'busy' at once while another such job runs; otherwise what `work` throws.
   */
  async asked<T>(what: JobKind, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.requireFree();
    return await this.#run('asked', what, async (signal) => {
      await this.yieldQuiet();
      if (signal.aborted) throw new EngineError('cancelled', {});
      return await work(signal);
    });
  }

  /** Runs something for the app itself, where nothing else runs. @throws what `work` throws. */
  async quiet(what: JobKind, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (this.running !== null) return;
    await this.#run('quiet', what, work);
  }

  /** Cancels what the app does by itself and waits until it has ended. */
  async yieldQuiet(): Promise<void> {
    const quiet = this.#quiet;
    quiet?.abort.abort();
    await quiet?.done;
  }

  /**
   * Cancels the running job where it is one of those; it goes on until the engine stops. Where it has been cancelled before and the
   * engine has not heard that for a while, the engine is ended.
   * @returns whether there was one.
   */
  cancel(match: (what: JobKind) => boolean): boolean {
    const job = [this.#asked, this.#quiet].find((running) => running !== null && match(running.what));
    if (job === undefined || job === null) return false;
    if (job.abort.signal.aborted && this.stuck) void this.endEngine();
    job.abort.abort();
    this.#show();
    return true;
  }

  /** Ends the engine under what is stuck, once, and waits for the next one. */
  async endEngine(): Promise<void> {
    for (const job of [this.#asked, this.#quiet]) if (job !== null) job.stuck = false;
    await this.#options.endEngine();
  }

  async #run<T>(slot: 'asked' | 'quiet', what: JobKind, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const abort = new AbortController();
    let ended: () => void = () => undefined;
    const job: Job = { what, abort, stuck: false, done: new Promise((resolve) => (ended = resolve)) };
    let patience: NodeJS.Timeout | undefined;
    const wait = () => {
      patience = setTimeout(() => {
        job.stuck = true;
        this.#show();
      }, this.#options.patienceMs ?? PATIENCE_MS);
    };
    abort.signal.addEventListener('abort', wait, { once: true });
    if (slot === 'asked') this.#asked = job;
    else this.#quiet = job;
    this.#show();
    try {
      return await work(abort.signal);
    } finally {
      clearTimeout(patience);
      abort.signal.removeEventListener('abort', wait);
      if (slot === 'asked') this.#asked = null;
      else this.#quiet = null;
      ended();
      this.#show();
      if (this.running === null) this.#options.onFree();
    }
  }

  #show(): void {
    // A quiet job that gives way is not what the user waits for any more.
    const job = this.#asked ?? this.#quiet;
    if (job === null) {
      this.#options.onActivity(null);
      return;
    }
    const { kind, documentId, mode, answerId } = job.what;
    const stopping = job.abort.signal.aborted;
    const more = { ...(answerId !== undefined && { answerId }), ...(stopping && this.stuck && { canEnd: true }) };
    this.#options.onActivity({ kind, documentId, mode, ...more, stopping });
  }
}
