/** Answering one question behind the document that is in the cache. Its rows always run dense over the whole document. */
import type { LlamaModel, Token } from 'node-llama-cpp';
import { EngineError } from '../contract/errors.ts';
import { PRESET_PARAMS } from '../contract/presets.ts';
import type { AskParams, AskResult } from '../contract/reading.ts';
import { setPrefill, setStop } from '../../native/runtime.ts';
import { cutBack } from './kv.ts';
import type { Session } from './model.ts';

/** Tokens of an answer unless asked otherwise. */
export const DEFAULT_MAX_TOKENS = 512;
/** An answer shorter than this is not worth starting. */
const FEWEST_TOKENS = 16;
// A character of UTF-8 has at most 4 bytes, so more tokens than that cannot be parts of one: the text is then broken itself.
const LONGEST_SPLIT = 4;

/** Turns tokens into text piece by piece; a piece is held back while it ends inside a character. */
export class TokenText {
  readonly #model: Pick<LlamaModel, 'detokenize'>;
  readonly #shown: Token[] = [];
  #pending: Token[] = [];

  constructor(model: Pick<LlamaModel, 'detokenize'>) {
    this.#model = model;
  }

  /** The text that this token completes, '' when it ends inside a character. */
  push(token: Token): string {
    this.#pending.push(token);
    return this.#take(this.#pending.length >= LONGEST_SPLIT);
  }

  /** What is still held back. */
  end(): string {
    return this.#pending.length === 0 ? '' : this.#take(true);
  }

  #take(force: boolean): string {
    const text = this.#model.detokenize(this.#pending, false, this.#shown.slice(-8));
    if (!force && text.endsWith('\uFFFD')) return '';
    this.#shown.push(...this.#pending);
    this.#pending = [];
    return text;
  }
}

/**
 * Tokens an answer may take behind a question.
 * @param left tokens of the context behind the document.
 * @throws EngineError 'question-too-long' when question and answer do not fit.
 */
export function answerRoom(left: number, questionTokens: number, wanted: number | undefined): number {
  const room = left - questionTokens;
  const needed = wanted ?? FEWEST_TOKENS;
  if (room < needed)
    throw new EngineError('question-too-long', { tokens: questionTokens + needed, fit: Math.max(0, left) });
  return wanted ?? Math.min(DEFAULT_MAX_TOKENS, room);
}

// Small models under greedy sampling fall into loops that only the token limit would end. Four equal blocks in a row that
// are at least this long together are no list, table or refrain.
const REPEATED_TOKENS = 64;
const LONGEST_BLOCK = 128;

/** Whether the end of `tokens` is one block four times in a row, 64 tokens or more together. */
export function repeatsItself(tokens: readonly Token[]): boolean {
  const end = tokens.length;
  for (let block = REPEATED_TOKENS / 4; block <= Math.min(LONGEST_BLOCK, Math.floor(end / 4)); block++) {
    let same = 0;
    while (same < 3 * block && tokens[end - 1 - same] === tokens[end - 1 - same - block]) same++;
    if (same === 3 * block) return true;
  }
  return false;
}

export interface AnswerOptions {
  signal: AbortSignal;
  onText?: (text: string) => void;
}

/**
 * Reads the question behind the first `documentEnd` tokens of the cache and generates until the model ends its turn.
 * Afterwards, also after a failure, the cache holds the document alone.
 * @throws EngineError 'cancelled' or 'question-too-long'.
 */
export async function answer(
  session: Session,
  documentEnd: number,
  question: Token[],
  params: AskParams,
  options: AnswerOptions,
): Promise<AskResult> {
  const { context, sequence } = session;
  // node-llama-cpp shifts the context when one cell is left, so that one is never used.
  const most = answerRoom(context.contextSize - 1 - documentEnd, question.length, params.maxTokens);
  const temperature = params.temperature ?? 0;
  const seed = temperature === 0 ? null : (params.seed ?? Math.floor(Math.random() * 0x1_0000_0000));
  const text = new TokenText(context.model);
  const started = performance.now();
  const refuseCancelled = () => {
    if (options.signal.aborted) throw new EngineError('cancelled', {});
  };
  const stop = () => setStop(context, true);
  options.signal.addEventListener('abort', stop, { once: true });
  const generated: Token[] = [];
  let [answerText, firstTokenMs] = ['', 0];
  let reason: AskResult['stop'] = 'end';
  const show = (piece: string) => {
    if (piece === '') return;
    answerText += piece;
    options.onText?.(piece);
  };
  try {
    refuseCancelled();
    setPrefill(context, { sparse: false, params: PRESET_PARAMS.fine, denseTimedLayers: [] });
    const sampling = seed === null ? { temperature } : { temperature, seed };
    for await (const token of sequence.evaluate(question, sampling)) {
      refuseCancelled();
      if (generated.push(token) === 1) firstTokenMs = performance.now() - started;
      show(text.push(token));
      if (generated.length >= most) reason = 'max-tokens';
      else if (repeatsItself(generated)) reason = 'repeats';
      if (reason !== 'end') break;
    }
    refuseCancelled();
    show(text.end());
  } catch (error) {
    if (options.signal.aborted) throw new EngineError('cancelled', {}, error);
    throw error;
  } finally {
    options.signal.removeEventListener('abort', stop);
    setStop(context, false);
    await cutBack(sequence, documentEnd);
  }
  return {
    answer: answerText,
    tokens: generated.length,
    questionTokens: question.length,
    stop: reason,
    firstTokenMs,
    totalMs: performance.now() - started,
    temperature,
    seed,
  };
}
