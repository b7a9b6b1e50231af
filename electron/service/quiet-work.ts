/** What the app does by itself while nobody waits for the engine: counting tokens, then one calibration of the model. */
import type { Documents, OpenDocument } from './documents.ts';
import { SecondChances } from './failures.ts';
import type { Jobs } from './jobs.ts';
import type { PaceHistory } from './pace-history.ts';
import type { Send } from './send.ts';
import { paceKeyOf, type Sizes } from './sizes.ts';
import type { ReadyModel, Supervisor } from './supervisor.ts';

export interface QuietWorkOptions {
  documents: Documents;
  jobs: Jobs;
  sizes: Sizes;
  pace: PaceHistory;
  supervisor: Supervisor;
  send: Send;
}

export class QuietWork {
  readonly #options: QuietWorkOptions;
  /** Models whose calibration failed; it is not tried again before the program starts anew. */
  readonly #failed = new Set<string>();
  readonly #chances = new SecondChances();

  constructor(options: QuietWorkOptions) {
    this.#options = options;
  }

  /** Begins what is due, where nothing runs. To be called whenever something became due or the engine became free. */
  next(): void {
    const { jobs, documents, sizes, supervisor } = this.#options;
    const model = supervisor.ready;
    if (model === null) return;
    const due = documents.latestFirst().find((document) => !sizes.isSettled(document, model));
    // Somebody has just opened that document, and a calibration can take a minute.
    if (due !== undefined && jobs.running?.kind === 'calibrating') void jobs.yieldQuiet();
    if (jobs.running !== null) return;
    if (due !== undefined) void this.#count(due, model);
    else if (this.#wantsCalibration(model)) void this.#calibrate(model);
  }

  async #count(document: OpenDocument, model: ReadyModel): Promise<void> {
    const { jobs, sizes, send } = this.#options;
    const title = `counting the tokens of ${document.name}`;
    await jobs
      .quiet({ kind: 'counting', documentId: document.id, mode: null, title }, async (signal) => {
        await sizes.count(document, model, signal, (progress) =>
          send('reading.progress', { documentId: document.id, mode: null, progress }),
        );
      })
      // The document says so itself.
      .catch(() => undefined);
  }

  #wantsCalibration(model: ReadyModel): boolean {
    const { documents, pace } = this.#options;
    const key = paceKeyOf(model);
    const wanted = documents.latestFirst().some(({ id }) => documents.stateOf(id).size?.fits === true);
    return wanted && !pace.knows(key) && !this.#failed.has(key);
  }

  async #calibrate(model: ReadyModel): Promise<void> {
    const { jobs, pace, sizes, supervisor } = this.#options;
    const key = paceKeyOf(model);
    const { preset } = model;
    const what = {
      kind: 'calibrating',
      documentId: null,
      mode: null,
      title: 'measuring the speed of this machine',
    } as const;
    const measure = async (signal: AbortSignal) => {
      if (preset === 'custom') return;
      try {
        const result = await supervisor.request('calibrate', { preset }, { signal });
        await pace.add({ key, preset, mode: 'sparse', basis: 'calibration', pace: result.pace });
        // Without one timed micro-batch it would begin again and again.
        if (result.pace.length === 0) this.#failed.add(key);
      } catch (error) {
        // Noted before the engine counts as free, which is when the next piece of work is looked for.
        if (!this.#chances.allow(key, error)) this.#failed.add(key);
        return;
      }
      sizes.refreshExpected(model);
    };
    await jobs.quiet(what, measure);
  }
}
