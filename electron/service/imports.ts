/** What is on its way into the library: one after the other, each to be seen, cancelled and, when it has ended, dismissed. */
import { EngineError, toWire } from '../contract/errors.ts';
import type { ImportState } from '../contract/library.ts';
import type { StoredDocument } from '../library/stored.ts';
import { asPageError, isCancel } from './failures.ts';
import type { StateHolder } from './state.ts';

/** Ended imports that are kept for the page; the oldest go first. */
const ENDED_KEPT = 50;

/** What an import reports of itself while it runs. */
export interface ImportWork {
  signal: AbortSignal;
  progress: (status: 'parsing' | 'storing', fraction: number | null) => void;
}

export interface Imported {
  document: StoredDocument;
  /** It was in the library already, from elsewhere. */
  duplicate: boolean;
}

export class Imports {
  readonly #state: StateHolder;
  readonly #running = new Map<string, AbortController>();
  #last: Promise<unknown> = Promise.resolve();
  #count = 0;

  constructor(state: StateHolder) {
    this.#state = state;
  }

  /**
   * Begins an import after those before it. `done` throws what the work throws, and 'cancelled' after a cancel.
   * @param documentId the document that is read again; null where it is not known yet
   */
  start(
    name: string,
    documentId: string | null,
    work: (work: ImportWork) => Promise<Imported>,
  ): { id: string; done: Promise<Imported> } {
    const id = `import-${++this.#count}`;
    const abort = new AbortController();
    this.#running.set(id, abort);
    this.#add({ id, name, status: 'waiting', fraction: null, documentId, duplicate: false, error: null });
    const done = this.#run(id, abort.signal, this.#last, work);
    this.#last = done.catch(() => undefined);
    return { id, done };
  }

  /** It ends soon; one that has ended is left as it is. */
  cancel(id: string): void {
    this.#running.get(id)?.abort(new EngineError('cancelled', {}));
  }

  /** Takes an ended import from the list, or all of them. */
  dismiss(id: string | null): void {
    this.#set(this.#state.now.imports.filter((one) => this.#running.has(one.id) || (id !== null && one.id !== id)));
  }

  /** Ends what would bring a document back, and takes away what names it. */
  async forget(documentId: string): Promise<void> {
    const running = this.#state.now.imports.filter((one) => one.documentId === documentId && this.#running.has(one.id));
    for (const { id } of running) this.cancel(id);
    if (running.length > 0) await this.#last;
    this.#set(this.#state.now.imports.filter((one) => one.documentId !== documentId));
  }

  /** Cancels all of them and waits for their ends. */
  async stop(): Promise<void> {
    for (const id of this.#running.keys()) this.cancel(id);
    await this.#last;
  }

  async #run(
    id: string,
    signal: AbortSignal,
    before: Promise<unknown>,
    work: (work: ImportWork) => Promise<Imported>,
  ): Promise<Imported> {
    const cancelled = new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as EngineError), { once: true });
    });
    cancelled.catch(() => undefined);
    try {
      await Promise.race([before, cancelled]);
      this.#change(id, { status: 'parsing' });
      const imported = await work({
        signal,
        progress: (status, fraction) => this.#change(id, { status, fraction }),
      });
      const { document, duplicate } = imported;
      this.#running.delete(id);
      this.#change(id, { status: 'done', fraction: 1, documentId: document.id, duplicate });
      return imported;
    } catch (error) {
      this.#running.delete(id);
      const failure = asPageError(error);
      const status = isCancel(failure) ? ('cancelled' as const) : ('failed' as const);
      this.#change(id, { status, fraction: null, error: status === 'failed' ? toWire(failure) : null });
      throw error;
    }
  }

  #add(one: ImportState): void {
    const { imports } = this.#state.now;
    const ended = imports.filter(({ id }) => !this.#running.has(id));
    const gone = new Set(ended.slice(0, Math.max(0, ended.length - ENDED_KEPT + 1)));
    this.#set([...imports.filter((other) => !gone.has(other)), one]);
  }

  #change(id: string, change: Partial<ImportState>): void {
    this.#set(this.#state.now.imports.map((one) => (one.id === id ? { ...one, ...change } : one)));
  }

  #set(imports: ImportState[]): void {
    this.#state.set({ imports });
  }
}
