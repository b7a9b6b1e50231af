/** Keeps an engine running with a model in it: starts it, loads, says what went wrong and mends it where it can. */
import type { Method, Params, Result } from '../contract/engine.ts';
import { asEngineError, EngineError, fromWire, toWire } from '../contract/errors.ts';
import type { ModelInfo } from '../contract/models.ts';
import type { Preset } from '../contract/presets.ts';
import type { EngineState } from '../contract/state.ts';
import type { EngineExit, EngineHost, RequestOptions } from '../engine/host.ts';
import { CrashCount } from './crash-count.ts';
import { exitHow, faultText } from './fault-text.ts';
import type { StateHolder } from './state.ts';

/** A model that can be loaded. `id` is the catalogue's, or the path of a file of the user's own. */
export interface ModelTarget {
  id: string;
  path: string;
  title: string;
  preset: Preset;
}

export interface ReadyModel extends ModelTarget {
  info: ModelInfo;
}

export interface SupervisorOptions {
  host: EngineHost;
  state: StateHolder;
  /** What the engine does now, as a clause ("while reading moby-dick.txt"); null when nothing. */
  during: () => string | null;
  /** Ends what the app does in the engine by itself. */
  quiet: () => Promise<void>;
  /** What was in the engine's memory is gone. */
  onLost: () => void;
  onReady: (model: ReadyModel) => void;
  /** What goes into the program's log besides the faults of the state. */
  log: (text: string) => void;
  /** How long work that was cancelled may hold up another model, in milliseconds; the engine is ended then. */
  patienceMs?: number | undefined;
}

/** As long as for the user (jobs.ts); what is lost then would make room for the model anyway. */
const PATIENCE_MS = 10_000;

/** One attempt to bring the engine up. */
interface Attempt {
  abort: AbortController;
  done: Promise<void>;
}

export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #crashes = new CrashCount();
  #attempt: Attempt | null = null;
  /** What is, or should be, loaded. */
  #target: ModelTarget | null = null;
  /** The model that was loaded last and worked. */
  #worked: ModelTarget | null = null;
  #ready: ReadyModel | null = null;
  /** A crash that nobody has dealt with yet. */
  #crash: { exit: EngineExit; during: string | null } | null = null;
  /** Why the latest loading of a file failed. */
  readonly #failures = new Map<string, EngineError>();
  #lastFault = 0;
  #ended = false;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    options.host.on('exit', (exit) => this.#exited(exit));
  }

  /** The loaded model, or null. */
  get ready(): ReadyModel | null {
    return this.#ready;
  }

  /** The model that is, or should be, loaded; the one to try again after a failure. */
  get target(): ModelTarget | null {
    return this.#target;
  }

  /**
   * Starts the engine where it does not run and loads a model in place of the one before; null loads none. Replaces an attempt
   * that is under way. What goes wrong is in the state afterwards, never thrown.
   * @param forget leaves earlier crashes out of count, since the user asked for another try.
   */
  async bringUp(target: ModelTarget | null, forget = false): Promise<void> {
    if (forget) this.#crashes.clear();
    await this.#attemptOf(target, (before) => this.#within(before.then(() => this.#options.quiet())));
  }

  /** Ends the engine, whatever it does, and loads the same model in another: for one that does not hear a cancel. */
  async restart(): Promise<void> {
    await this.#attemptOf(this.#target, async (before) => {
      await this.#options.host.stop();
      await before;
      await this.#options.quiet();
    });
  }

  /** @param makeRoom waits for, or ends, what the engine does; it is given the end of the attempt before. */
  async #attemptOf(target: ModelTarget | null, makeRoom: (before: Promise<void>) => Promise<void>): Promise<void> {
    const before = this.#attempt;
    before?.abort.abort();
    const abort = new AbortController();
    this.#target = target;
    this.#ready = null;
    this.#show(target === null ? { kind: 'starting' } : loading(target));
    const run = async () => {
      await makeRoom(before?.done ?? Promise.resolve());
      await this.#loadUntilItWorks(abort.signal);
    };
    const attempt: Attempt = { abort, done: run() };
    this.#attempt = attempt;
    await attempt.done;
    if (this.#attempt !== attempt) return;
    this.#attempt = null;
    // It may have ended once more at the very end of the attempt.
    if (this.#crash !== null) await this.#recover();
  }

  /**
   * Loads a model that the user chose.
   * @throws EngineError: why it could not be loaded, or 'cancelled' when another one was chosen meanwhile.
   */
  async use(target: ModelTarget): Promise<void> {
    this.#failures.delete(target.path);
    await this.bringUp(target, true);
    if (this.#ready?.path === target.path) return;
    throw this.#failures.get(target.path) ?? new EngineError('cancelled', {});
  }

  /**
   * Waits until a model is loaded.
   * @throws EngineError: why there is none and will be none, or 'cancelled'.
   */
  async settled(signal: AbortSignal): Promise<ReadyModel> {
    const aborted = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    for (;;) {
      if (signal.aborted) throw new EngineError('cancelled', {});
      if (this.#ready !== null) return this.#ready;
      if (this.#attempt === null) throw notReady(this.#options.state.now.engine);
      await Promise.race([this.#attempt.done, aborted]);
    }
  }

  /** Sends a request to the loaded model. @throws EngineError 'engine-exited' while there is none. */
  async request<M extends Method>(method: M, params: Params<M>, options: RequestOptions = {}): Promise<Result<M>> {
    // The host would start an engine for it, which has no model yet.
    if (this.#ready === null) throw new EngineError('engine-exited', { how: 'its model is being loaded again' });
    return await this.#options.host.request(method, params, options);
  }

  /** The loaded model has changed what it says of itself. */
  async refresh(): Promise<void> {
    const { model } = await this.request('status', {});
    if (model === null || this.#ready?.path !== model.path) return;
    this.#ready = { ...this.#ready, info: model };
    this.#showReady(this.#ready);
  }

  async stop(): Promise<void> {
    this.#ended = true;
    this.#attempt?.abort.abort();
    await this.#options.host.stop();
    await this.#attempt?.done;
  }

  /** Waits for what has been cancelled; what takes too long is ended with its engine. */
  async #within(cancelled: Promise<void>): Promise<void> {
    const { host, patienceMs = PATIENCE_MS } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<'over'>((resolve) => (timer = setTimeout(() => resolve('over'), patienceMs)));
    if ((await Promise.race([cancelled, patience])) === 'over') await host.stop();
    clearTimeout(timer);
    await cancelled;
  }

  async #loadUntilItWorks(signal: AbortSignal): Promise<void> {
    const over = () => signal.aborted || this.#ended;
    while (!over()) {
      const target = this.#target;
      try {
        await this.#load(target, signal);
        return;
      } catch (error) {
        if (over()) return;
        const failure = asEngineError(error);
        if (target !== null) this.#failures.set(target.path, failure);
        if (failure.code === 'engine-start-failed') {
          this.#crash = null;
          this.#show({ kind: 'stopped', how: failure.message });
          return;
        }
        if (target === null || !this.#goBack(target, failure)) return;
      }
    }
  }

  async #load(target: ModelTarget | null, signal: AbortSignal): Promise<void> {
    const { host, onReady, onLost } = this.#options;
    this.#crash = null;
    if (target === null) {
      await host.start();
      this.#show({ kind: 'no-model' });
      return;
    }
    this.#show(loading(target));
    onLost();
    const info = await host.request(
      'loadModel',
      { path: target.path },
      {
        signal,
        onEvent: (event, data) => {
          if (event === 'model.loading') this.#show(loading(target, (data as { fraction: number }).fraction));
        },
      },
    );
    // Loaded in the very moment in which something else was wanted.
    if (signal.aborted) throw new EngineError('cancelled', {});
    this.#worked = target;
    this.#ready = { ...target, info };
    this.#showReady(this.#ready);
    onReady(this.#ready);
  }

  #showReady({ id, title, preset, info }: ReadyModel): void {
    this.#show({ kind: 'ready', id, title, preset, model: info });
  }

  /** After a failed loading: the state says so, or the model that worked before is the next to load (true). */
  #goBack(failed: ModelTarget, failure: EngineError): boolean {
    const crash = this.#crash;
    this.#crash = null;
    const before = this.#worked?.path === failed.path ? null : this.#worked;
    const during = `while loading ${failed.title}`;
    if (crash !== null && this.#crashes.tooMany) {
      this.#giveUp(crash.exit, during);
      return false;
    }
    const loadsBefore = before === null ? '' : `${before.title} is loaded again instead.`;
    if (crash !== null) {
      const done = [`${failed.title} is not loaded again by itself.`, loadsBefore].join(' ').trim();
      this.#fault(crash.exit, during, faultText(crash.exit, during, done));
    } else if (before !== null) {
      const none = { code: null, signal: null, log: '' };
      this.#fault(
        none,
        during,
        `${failed.title} could not be loaded: ${failure.message}. ${loadsBefore}`,
        failure.code,
      );
    }
    if (before === null) {
      this.#worked = null;
      this.#show({ kind: 'model-failed', model: failed.title, error: toWire(failure) });
      return false;
    }
    this.#target = before;
    return true;
  }

  #exited(exit: EngineExit): void {
    if (exit.kind === 'failed-to-start') this.#options.log(`the engine did not start:\n${exit.log}`);
    if (this.#ended || exit.kind !== 'crashed') return;
    const during = this.#options.during();
    this.#crashes.add();
    this.#crash = { exit, during };
    this.#ready = null;
    this.#options.onLost();
    // An attempt under way sees its own request fail.
    if (this.#attempt === null) void this.#recover();
  }

  /** Starts the engine again after a crash and loads the same model. */
  async #recover(): Promise<void> {
    const crash = this.#crash;
    this.#crash = null;
    if (crash === null || this.#ended) return;
    if (this.#crashes.tooMany) {
      this.#giveUp(crash.exit, crash.during);
      return;
    }
    const done =
      this.#target === null
        ? 'It has been started again.'
        : `It is started again with ${this.#target.title}; the next question reads its document again.`;
    this.#fault(crash.exit, crash.during, faultText(crash.exit, crash.during, done));
    await this.bringUp(this.#target);
  }

  #giveUp(exit: EngineExit, during: string | null): void {
    const done = 'It has ended too often within a minute and is not started again by itself.';
    this.#fault(exit, during, faultText(exit, during, done));
    this.#show({ kind: 'stopped', how: `it ended too often within a minute (${exitHow(exit)})` });
  }

  #fault(exit: Pick<EngineExit, 'code' | 'signal' | 'log'>, during: string | null, text: string, how?: string): void {
    this.#options.state.set({
      fault: { id: ++this.#lastFault, during, text, how: how ?? exitHow(exit), log: exit.log },
    });
  }

  #show(engine: EngineState): void {
    this.#options.state.set({ engine });
  }
}

function loading(target: ModelTarget, fraction = 0): EngineState {
  return { kind: 'loading', model: target.title, fraction };
}

/** Why no model is loaded, as the error of whatever needed one. */
function notReady(engine: EngineState): EngineError {
  switch (engine.kind) {
    case 'model-failed':
      return fromWire(engine.error);
    case 'stopped':
      return new EngineError('engine-exited', { how: engine.how });
    default:
      return new EngineError('no-model', {});
  }
}
