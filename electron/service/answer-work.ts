/** Answering a question: the reading of the wanted mode first, where it is not in memory, then the answer. */
import type { AppParams, AppResult } from '../contract/app.ts';
import type { Documents, OpenDocument } from './documents.ts';
import type { ReadWork, ReadingWish } from './read-work.ts';
import type { Send } from './send.ts';
import type { ReadyModel, Supervisor } from './supervisor.ts';

export interface AnswerWorkOptions {
  documents: Documents;
  reading: ReadWork;
  supervisor: Supervisor;
  send: Send;
}

export class AnswerWork {
  readonly #options: AnswerWorkOptions;
  #reads = false;

  constructor(options: AnswerWorkOptions) {
    this.#options = options;
  }

  /** Whether the document is being read for an answer now. */
  get reads(): boolean {
    return this.#reads;
  }

  /** @throws EngineError; 'cancelled' when either part was stopped. */
  async ask(
    document: OpenDocument,
    params: AppParams<'answer.ask'>,
    model: ReadyModel,
    signal: AbortSignal,
  ): Promise<AppResult<'answer.ask'>> {
    const { reading, supervisor, send } = this.#options;
    const { mode, question, answerId } = params;
    this.#reads = true;
    const { reused } = await reading
      .read(document, this.#wish(document, params), model, signal)
      .finally(() => (this.#reads = false));
    try {
      const result = await supervisor.request(
        'ask',
        { question, mode },
        {
          signal,
          onEvent: (event, data) => {
            if (event === 'answer.token') send('answer.token', { ...(data as { text: string }), answerId });
          },
        },
      );
      return { ...result, mode, readAgain: !reused };
    } catch (error) {
      // A failure that it does not know makes the engine drop its caches.
      await reading.sync();
      throw error;
    }
  }

  /** A reading of that mode that is in memory answers, whatever its preset: another preset is for the next reading. */
  #wish(document: OpenDocument, { mode, preset }: AppParams<'answer.ask'>): ReadingWish {
    const held = this.#options.documents.stateOf(document.id).readings[mode];
    const heldPreset = held?.inMemory === true ? held.metrics.preset : 'custom';
    return { mode, preset: heldPreset === 'custom' ? preset : heldPreset };
  }
}
