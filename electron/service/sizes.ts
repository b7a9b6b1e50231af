/** How many tokens each document has for the loaded model, whether it fits, and how long reading it will take. */
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { toWire } from '../contract/errors.ts';
import type { ReadingProgress } from '../contract/reading.ts';
import type { Documents, OpenDocument } from './documents.ts';
import { SecondChances } from './failures.ts';
import { paceKey, type PaceHistory } from './pace-history.ts';
import type { ReadyModel, Supervisor } from './supervisor.ts';

interface Counted {
  textKey: string;
  model: string;
  /** Tokens with the prompt in front; null when counting failed, which is not tried again by itself. */
  tokens: number | null;
}

export interface SizesOptions {
  documents: Documents;
  pace: PaceHistory;
  supervisor: Supervisor;
}

export class Sizes {
  readonly #options: SizesOptions;
  readonly #counted = new Map<string, Counted>();
  readonly #chances = new SecondChances();

  constructor(options: SizesOptions) {
    this.#options = options;
  }

  /** Whether there is nothing to count: it was counted for this model, or that failed. */
  isSettled(document: OpenDocument, model: ReadyModel): boolean {
    return this.#known(document, model) !== undefined;
  }

  /** The document was opened, maybe again: a failed counting is then tried again. */
  opened(document: OpenDocument): void {
    if (this.#counted.get(document.id)?.tokens === null) this.#counted.delete(document.id);
  }

  closed(id: string): void {
    this.#counted.delete(id);
  }

  /** Sizes and times of the model before do not hold for this one. */
  modelReady(model: ReadyModel): void {
    for (const document of this.#options.documents.latestFirst()) {
      if (this.#known(document, model)?.tokens !== undefined) continue;
      this.#options.documents.patch(document, { size: null, expected: { sparse: null, dense: null } });
    }
    this.refreshExpected(model);
  }

  /**
   * Tokens of the document with the prompt in front, counted now where they are not known.
   * @throws EngineError; it is in the document's state too unless counting will be tried again.
   */
  async count(
    document: OpenDocument,
    model: ReadyModel,
    signal: AbortSignal,
    onProgress: (progress: ReadingProgress) => void,
  ): Promise<number> {
    const known = this.#known(document, model)?.tokens;
    if (typeof known === 'number') return known;
    const { documents, supervisor } = this.#options;
    const counted = { textKey: document.textKey, model: modelKey(model) };
    try {
      const { tokens, documentTokens, fit, contextLimit } = await supervisor.request(
        'countTokens',
        { text: await document.text() },
        {
          signal,
          onEvent: (event, data) => {
            if (event === 'reading.progress') onProgress(data as ReadingProgress);
          },
        },
      );
      this.#chances.give(document.textKey);
      this.#counted.set(document.id, { ...counted, tokens });
      const size = { model: model.info.name, documentTokens, fit, contextLimit, fits: documentTokens <= fit };
      documents.patch(document, { size, error: null });
      this.refreshExpected(model);
      return tokens;
    } catch (error) {
      if (!this.#chances.allow(document.textKey, error)) {
        this.#counted.set(document.id, { ...counted, tokens: null });
        documents.patch(document, { error: toWire(error) });
      }
      throw error;
    }
  }

  /** Works out anew how long each counted document takes. */
  refreshExpected(model: ReadyModel): void {
    const { documents, pace } = this.#options;
    const key = paceKeyOf(model);
    for (const document of documents.latestFirst()) {
      const tokens = this.#known(document, model)?.tokens;
      if (typeof tokens !== 'number') continue;
      // What does not fit cannot be read, so it takes no time.
      const fits = documents.stateOf(document.id).size?.fits === true;
      const expected = fits
        ? pace.expected(key, model.preset, tokens, model.info.runtime.patched)
        : { sparse: null, dense: null };
      documents.patch(document, { expected });
    }
  }

  #known(document: OpenDocument, model: ReadyModel): Counted | undefined {
    const counted = this.#counted.get(document.id);
    return counted?.textKey === document.textKey && counted.model === modelKey(model) ? counted : undefined;
  }
}

/** Two models of one key count alike. */
function modelKey({ info }: ReadyModel): string {
  return `${info.path}|${info.contextLimit}`;
}

/** The key of the loaded model in the pace history. */
export function paceKeyOf({ info }: ReadyModel): string {
  const sizeBytes = statSync(info.path, { throwIfNoEntry: false })?.size ?? 0;
  return paceKey({ file: basename(info.path), sizeBytes, threads: info.threads, patched: info.runtime.patched });
}
