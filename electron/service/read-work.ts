/** Reading a document as the user asked for it, with everything that follows from its outcome. */
import { toWire } from '../contract/errors.ts';
import type { AppParams } from '../contract/app.ts';
import {
  DEFAULT_ROOM,
  type ReadDocumentResult,
  type ReadingMetrics,
  type ReadingProgress,
} from '../contract/reading.ts';
import type { Documents, OpenDocument } from './documents.ts';
import { isCancel } from './failures.ts';
import type { PaceHistory } from './pace-history.ts';
import type { Readings } from './readings.ts';
import type { Send } from './send.ts';
import { paceKeyOf, type Sizes } from './sizes.ts';
import type { ReadyModel, Supervisor } from './supervisor.ts';

/** Tokens kept free for questions and answers where the document leaves them, since neither is known yet. */
const CONVERSATION_ROOM = 1024;

export type ReadingWish = Pick<AppParams<'reading.start'>, 'mode' | 'preset'>;

export interface ReadWorkOptions {
  documents: Documents;
  readings: Readings;
  sizes: Sizes;
  pace: PaceHistory;
  supervisor: Supervisor;
  send: Send;
}

export class ReadWork {
  readonly #options: ReadWorkOptions;

  constructor(options: ReadWorkOptions) {
    this.#options = options;
  }

  /**
   * Brings the document into the engine's memory in that mode; reads nothing where it is there already.
   * @throws EngineError; all but 'cancelled' are in the document's state too.
   */
  async read(
    document: OpenDocument,
    wish: ReadingWish,
    model: ReadyModel,
    signal: AbortSignal,
  ): Promise<ReadDocumentResult> {
    const { documents, readings, sizes, pace } = this.#options;
    documents.patch(document, { error: null });
    try {
      const progressed = (progress: ReadingProgress) => this.#progressed(document, wish, progress);
      const tokens = await sizes.count(document, model, signal, progressed);
      const result = await this.#request(document, wish, room(tokens, model), signal);
      readings.began(document);
      await this.sync();
      readings.finished(document, result);
      const { mode, preset } = wish;
      await pace.add({ key: paceKeyOf(model), preset, mode, basis: 'history', pace: result.pace });
      sizes.refreshExpected(model);
      return result;
    } catch (error) {
      await this.sync();
      if (!isCancel(error)) documents.patch(document, { error: toWire(error) });
      throw error;
    }
  }

  /** Asks the engine what it holds; after a crash there is nobody to ask, and nothing is held. */
  async sync(): Promise<void> {
    const { supervisor, readings } = this.#options;
    if (supervisor.ready === null) return;
    const status = await supervisor.request('status', {}).catch(() => null);
    if (status !== null) readings.sync(status.readings);
  }

  async #request(
    document: OpenDocument,
    wish: ReadingWish,
    tokensFree: number,
    signal: AbortSignal,
  ): Promise<ReadDocumentResult> {
    const { supervisor, readings } = this.#options;
    const { name } = document;
    const text = await document.text();
    return await supervisor.request(
      'readDocument',
      { name, text, ...wish, room: tokensFree },
      {
        signal,
        onEvent: (event, data) => {
          if (event === 'reading.progress') this.#progressed(document, wish, data as ReadingProgress);
          if (event === 'reading.metrics') readings.reported(document, data as ReadingMetrics);
        },
      },
    );
  }

  #progressed(document: OpenDocument, { mode }: ReadingWish, progress: ReadingProgress): void {
    if (progress.phase === 'reading') this.#options.readings.began(document);
    this.#options.send('reading.progress', { documentId: document.id, mode, progress });
  }
}

/** The same for every reading of a document with a model, since the engine makes its caches of that size. */
function room(tokens: number, { info }: ReadyModel): number {
  const left = info.contextLimit - 1 - tokens;
  return Math.max(DEFAULT_ROOM, Math.min(CONVERSATION_ROOM, left));
}
