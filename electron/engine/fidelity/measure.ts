/** What a setting loses on one text: its next-token distributions over the last rows against those of a dense reading. */
import type { Token } from 'node-llama-cpp';
import { EngineError } from '../../contract/errors.ts';
import type { PrefillParams } from '../../contract/presets.ts';
import { MICRO_BATCH, openSession, type LoadedModel, type Session } from '../model.ts';
import { contextFor } from '../plan.ts';
import { decodeSpan, totalWork, type DecodeOptions, type OnRow, type Span, type Work } from './decode.ts';
import { emptyRows, encodeRow, meanLoss, rowLoss, type CodedRows, type RowLoss } from './log-probs.ts';
import { MEASURED_ROWS, QUESTION_ROWS } from './texts.ts';

/** What one way of reading lost and computed. Shares are fractions of all causal score pairs. */
export interface Fidelity {
  /** Mean KL(dense || this) of next-token distributions, nats. */
  kl: number;
  /** Share of rows with dense's likeliest token. */
  top1: number;
  /** Score pairs of stages anchor and attend; dense parts count in full. */
  computed: number;
  /** Pooled products of stage identify. */
  identifyShare: number;
}

/** With the question's rows dense; `question` is over those rows alone. */
export type QuestionFidelity = Fidelity & { question: { kl: number; top1: number } };

/** Our own kernel keeping every key: what it loses is rounding. Pools are large since what they say is not needed. */
export const KEEP_ALL: PrefillParams = {
  ...{ group: 128, pool: 128, theta: 1e30, reference: 'lse', sink: 128, window: 128, minKeys: 1024 },
};

export interface MeasureOptions {
  signal: AbortSignal;
  /** Share 0..1 of one measurement that is done. */
  onProgress?: (share: number) => void;
}

/**
 * A context for measurements, apart from those of readings. The caller disposes of it.
 * @param name what messages call the text of `tokens` tokens that has to fit.
 * @throws EngineError 'document-too-long' where the model's context is too short, 'out-of-memory', 'not-available' without the
 * patched build.
 */
export async function openMeasuring(loaded: LoadedModel, name: string, tokens: number): Promise<Session> {
  if (!loaded.runtime.patched) {
    throw new EngineError('not-available', { what: 'measuring fidelity without the patched llama.cpp build' });
  }
  const { contextLimit } = loaded.info;
  const size = contextFor(tokens, contextLimit);
  if (size === null) {
    throw new EngineError('document-too-long', { name, tokens, fit: contextLimit - 1, contextSize: contextLimit });
  }
  return await openSession(loaded, size);
}

/** One text. Every measurement reads it anew, so several texts may take turns in one context; never two at a time. */
export class FidelityText {
  readonly #session: Session;
  readonly #tokens: readonly Token[];

  constructor(session: Session, tokens: readonly Token[]) {
    this.#session = session;
    this.#tokens = tokens;
  }

  /** The reference: stock ggml's attention. @throws EngineError 'cancelled'. */
  async dense(options: MeasureOptions): Promise<CodedRows> {
    let coded: CodedRows | undefined;
    await this.#decode([{ from: 0, to: this.#tokens.length, way: 'dense' }], options, (row, logits) => {
      coded ??= emptyRows(MEASURED_ROWS, logits.length);
      encodeRow(logits, coded, row);
    });
    if (coded === undefined) throw new Error('the reading had no rows');
    return coded;
  }

  /** Every row sparse. @throws EngineError 'cancelled'. */
  async sparse(params: PrefillParams, dense: CodedRows, options: MeasureOptions): Promise<Fidelity> {
    const { losses, work } = await this.#compare([{ from: 0, to: this.#tokens.length, way: params }], dense, options);
    return fidelityOf(losses, work);
  }

  /**
   * Every row sparse, and the same with the rows of a question dense behind it; what both share is read once.
   * @throws EngineError 'cancelled'.
   */
  async sparseAndQuestion(
    params: PrefillParams,
    dense: CodedRows,
    options: MeasureOptions,
  ): Promise<{ sparse: Fidelity; denseQuestion: QuestionFidelity }> {
    const end = this.#tokens.length;
    const shared = Math.floor((end - MEASURED_ROWS) / MICRO_BATCH) * MICRO_BATCH;
    const part = (from: number, to: number): MeasureOptions => ({
      signal: options.signal,
      onProgress: (share) => options.onProgress?.(from + share * (to - from)),
    });
    const sharedShare = shared / (2 * end - shared);
    const wholeShare = end / (2 * end - shared);
    const head = await this.#decode([{ from: 0, to: shared, way: params }], part(0, sharedShare));
    const tail = await this.#compare([{ from: shared, to: end, way: params }], dense, part(sharedShare, wholeShare));
    const question = end - QUESTION_ROWS;
    const spans: Span[] = [
      { from: shared, to: question, way: params },
      { from: question, to: end, way: 'dense' },
    ];
    const asked = await this.#compare(spans, dense, part(wholeShare, 1));
    return {
      sparse: fidelityOf(tail.losses, totalWork([head, tail.work])),
      denseQuestion: {
        ...fidelityOf(asked.losses, totalWork([head, asked.work])),
        question: meanLoss(asked.losses.slice(-QUESTION_ROWS)),
      },
    };
  }

  async #compare(
    spans: readonly Span[],
    dense: CodedRows,
    options: MeasureOptions,
  ): Promise<{ losses: RowLoss[]; work: Work }> {
    const losses: RowLoss[] = [];
    const work = await this.#decode(spans, options, (row, logits) => (losses[row] = rowLoss(logits, dense, row)));
    return { losses, work };
  }

  /** Decodes spans that follow each other; with `onRow` those that reach into the measured rows hand them on. */
  async #decode(spans: readonly Span[], options: MeasureOptions, onRow?: OnRow): Promise<Work> {
    const total = spans.reduce((sum, { from, to }) => sum + to - from, 0);
    let done = 0;
    const decoding: DecodeOptions = {
      signal: options.signal,
      onTokens: (tokens) => options.onProgress?.((done += tokens) / total),
      ...(onRow === undefined ? {} : { rows: MEASURED_ROWS, onRow }),
    };
    const works: Work[] = [];
    for (const span of spans) works.push(await decodeSpan(this.#session, this.#tokens, span, decoding));
    return totalWork(works);
  }
}

function fidelityOf(losses: readonly RowLoss[], { causal, computed, identify }: Work): Fidelity {
  return { ...meanLoss(losses), computed: computed / causal, identifyShare: identify / causal };
}
