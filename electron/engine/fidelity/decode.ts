/** Decoding a text piece by piece, sparse or dense, with the logits of its last rows. Times are of no interest here. */
import type { Token } from 'node-llama-cpp';
import { EngineError } from '../../contract/errors.ts';
import type { PrefillParams } from '../../contract/presets.ts';
import { layerStats, outputLogits, setOutputRows, setPrefill, setStop } from '../../../native/runtime.ts';
import type { LayerStats } from '../../../native/settings.ts';
import { cutBack } from '../kv.ts';
import { MICRO_BATCH, type Session } from '../model.ts';

/** How rows are read: dense, or sparse with these parameters. */
export type Way = 'dense' | PrefillParams;

/** Work counted over decodes, in score pairs. */
export interface Work {
  causal: number;
  /** Of stages anchor and attend; dense layers count in full. */
  computed: number;
  identify: number;
}

export interface Span {
  /** Token range [from, to). */
  from: number;
  to: number;
  way: Way;
}

/** Called for each measured row in order: its index from 0 and its logits. */
export type OnRow = (row: number, logits: Float32Array) => void;

/** Rows copied out of llama.cpp at once; between copies the process answers. */
const ROWS_AT_ONCE = 8;

export interface DecodeOptions {
  signal: AbortSignal;
  /** Rows at the text's end to hand to `onRow`; default none. */
  rows?: number;
  onRow?: OnRow;
  /** Tokens decoded by the latest micro-batch. */
  onTokens?: (tokens: number) => void;
}

/** Pieces of [from, to) that end at multiples of the micro-batch, as every reading is cut. */
export function pieces(from: number, to: number): { from: number; to: number }[] {
  const cut: { from: number; to: number }[] = [];
  for (let at = from; at < to;) {
    const end = Math.min(to, (Math.floor(at / MICRO_BATCH) + 1) * MICRO_BATCH);
    cut.push({ from: at, to: end });
    at = end;
  }
  return cut;
}

/**
 * Decodes a span of `tokens`; the cache is first cut back to its beginning, which has to be there.
 * @returns the work counted.
 * @throws EngineError 'cancelled'.
 */
export async function decodeSpan(
  session: Session,
  tokens: readonly Token[],
  span: Span,
  options: DecodeOptions,
): Promise<Work> {
  const { context, sequence } = session;
  const work: Work = { causal: 0, computed: 0, identify: 0 };
  const firstRow = tokens.length - (options.rows ?? 0);
  const stop = () => setStop(context, true);
  options.signal.addEventListener('abort', stop, { once: true });
  try {
    await cutBack(sequence, span.from);
    for (const { from, to } of pieces(span.from, span.to)) {
      if (options.signal.aborted) throw new EngineError('cancelled', {});
      const wanted = Math.min(to - from, Math.max(0, to - firstRow));
      setOutputRows(context, wanted);
      setPrefill(context, setting(span.way));
      await sequence.evaluateWithoutGeneratingNewTokens(tokens.slice(from, to));
      addWork(work, layerStats(context));
      options.onTokens?.(to - from);
      await eachRow(session, to - firstRow - wanted, wanted, options);
    }
    return work;
  } catch (error) {
    if (options.signal.aborted) throw new EngineError('cancelled', {}, error);
    throw error;
  } finally {
    options.signal.removeEventListener('abort', stop);
    setStop(context, false);
    setOutputRows(context, 0);
  }
}

/** Sum of the work of several spans. */
export function totalWork(spans: readonly Work[]): Work {
  const total: Work = { causal: 0, computed: 0, identify: 0 };
  for (const work of spans) for (const name of ['causal', 'computed', 'identify'] as const) total[name] += work[name];
  return total;
}

/** Hands on the last `count` rows of the latest decode, which are rows `first`.. of the measured ones. */
async function eachRow({ context }: Session, first: number, count: number, options: DecodeOptions): Promise<void> {
  for (let done = 0; done < count; done += ROWS_AT_ONCE) {
    const rows = Math.min(ROWS_AT_ONCE, count - done);
    const logits = outputLogits(context, done, rows);
    const tokens = logits.length / rows;
    for (let row = 0; row < rows; row++) {
      options.onRow?.(first + done + row, logits.subarray(row * tokens, (row + 1) * tokens));
    }
    await new Promise((resume) => setImmediate(resume));
    if (options.signal.aborted) throw new EngineError('cancelled', {});
  }
}

const UNUSED: PrefillParams = { group: 1, pool: 1, theta: 0, reference: 'lse', sink: 0, window: 0, minKeys: 0 };

function setting(way: Way): Parameters<typeof setPrefill>[1] {
  const sparse = way !== 'dense';
  return { sparse, params: sparse ? way : UNUSED, denseTimedLayers: [] };
}

function addWork(work: Work, stats: readonly LayerStats[]): void {
  for (const { heads } of stats) {
    for (const head of heads) {
      work.causal += head.pairsCausal;
      work.computed += head.pairsAnchor + head.pairsAttend;
      work.identify += head.pairsIdentify;
    }
  }
}
