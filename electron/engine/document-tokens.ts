/** The tokens of a document: counted first, read later, made once. */
import { createHash } from 'node:crypto';
import type { Token } from 'node-llama-cpp';
import { EngineError } from '../contract/errors.ts';
import type { LoadedModel } from './model.ts';
import { tokenizeInSlices } from './tokenize.ts';
import type { Work } from './work.ts';

export class DocumentTokens {
  /** Of the text that was tokenised last, as a whole. */
  #last: { model: LoadedModel; textKey: string; tokens: readonly Token[] } | null = null;

  /** Lets go of the tokens. */
  clear(): void {
    this.#last = null;
  }

  /**
   * Tokens of a text as `loaded` counts them, special tokens left as text. Emits reading.progress while it works; nothing is
   * done for the text that was tokenised last.
   * @throws EngineError 'cancelled'.
   */
  async of(loaded: LoadedModel, text: string, work: Work): Promise<readonly Token[]> {
    const textKey = createHash('sha256').update(text, 'utf16le').digest('hex');
    if (this.#last?.model === loaded && this.#last.textKey === textKey) return this.#last.tokens;
    const started = performance.now();
    try {
      const tokens = await tokenizeInSlices(text, loaded.prompt.plain, {
        signal: work.signal,
        onSlice: (count) =>
          work.emit('reading.progress', {
            phase: 'tokenizing',
            tokens: count,
            totalTokens: null,
            tokensPerSecond: (count * 1000) / Math.max(1, performance.now() - started),
            secondsLeft: null,
            layer: null,
            layers: loaded.info.layers,
            sparsity: 0,
          }),
      });
      this.#last = { model: loaded, textKey, tokens };
      return tokens;
    } catch (error) {
      if (work.signal.aborted) throw new EngineError('cancelled', {}, error);
      throw error;
    }
  }
}
