/** A thread of the library as the other threads see it: started for a job, asked, ended. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { EngineError, fromWire, oneLine } from '../contract/errors.ts';
import type { Call, Job, Reply } from './messages.ts';

interface Pending {
  resolve: (result: unknown) => void;
  reject: (error: EngineError) => void;
}

export class LibraryThread {
  /** Resolves when the job is done or, for a thread that serves, begun. @throws EngineError 'library-unavailable' */
  readonly started: Promise<unknown>;
  /** Resolves when it has ended, however it did. */
  readonly ended: Promise<void>;
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #gone = false;

  /** @param entry the bundled thread; default: the source */
  constructor(job: Job, entry?: string) {
    this.#worker =
      entry === undefined
        ? new Worker(fromSource(), { eval: true, execArgv: [], workerData: job })
        : new Worker(entry, { execArgv: [], workerData: job });
    this.started = this.#wait(0);
    this.started.catch(() => undefined);
    this.ended = new Promise((resolve) => this.#worker.once('exit', () => resolve()));
    let reason = 'its thread ended unexpectedly; try again';
    this.#worker.on('message', (reply: Reply) => this.#receive(reply));
    this.#worker.on('error', (error) => (reason = oneLine(error)));
    this.#worker.on('exit', () => {
      this.#gone = true;
      for (const { reject } of this.#pending.values()) {
        reject(new EngineError('library-unavailable', { detail: reason }));
      }
      this.#pending.clear();
    });
  }

  get gone(): boolean {
    return this.#gone;
  }

  /** @throws EngineError as the call does, or 'library-unavailable' when the thread ends first */
  async ask(name: Call['name'], args: unknown[]): Promise<unknown> {
    if (this.#gone) throw new EngineError('library-unavailable', { detail: 'it was closed' });
    const call: Call = { id: ++this.#lastId, name, args };
    const answer = this.#wait(call.id);
    this.#worker.postMessage(call);
    return await answer;
  }

  async #wait(id: number): Promise<unknown> {
    return await new Promise((resolve, reject) => this.#pending.set(id, { resolve, reject }));
  }

  #receive(reply: Reply): void {
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if (reply.ok) pending?.resolve(reply.result);
    else pending?.reject(fromWire(reply.error));
  }
}

/** A program that runs the source: tsx's own switch does nothing in a thread. */
function fromSource(): string {
  const loader = pathToFileURL(
    createRequire(import.meta.url)
      .resolve('tsx/esm/api')
      .replace(/cjs$/, 'mjs'),
  ).href;
  const source = new URL('./worker.ts', import.meta.url).href;
  return `import(${JSON.stringify(loader)}).then(({ register }) => { register(); return import(${JSON.stringify(source)}); });`;
}
