/** The fidelity of one setting on both texts, with the control: what `npm run eval:fidelity` prints. */
import { createHash } from 'node:crypto';
import { cpus } from 'node:os';
import type { Token } from 'node-llama-cpp';
import type { PrefillParams } from '../../contract/presets.ts';
import type { LoadedModel } from '../model.ts';
import { DenseCache } from './dense-cache.ts';
import type { CodedRows } from './log-probs.ts';
import {
  FidelityText,
  KEEP_ALL,
  openMeasuring,
  type Fidelity,
  type MeasureOptions,
  type QuestionFidelity,
} from './measure.ts';
import { MEASURED_ROWS, measuredText, type TextKind } from './texts.ts';

export interface Evaluation {
  /** Every row sparse, on text whose last rows repeat an earlier passage. */
  copy: Fidelity;
  /** Every row sparse, on prose. */
  prose: Fidelity;
  /** Our kernel keeping every key, on copying text and in `prose` on prose; null when it was not asked for. */
  control: (Fidelity & { prose: Fidelity }) | null;
  /** The last rows dense, as a question's are, behind a text that was read sparse; likewise. */
  denseQuestion: QuestionFidelity & { prose: QuestionFidelity };
}

export interface EvaluateOptions extends Pick<MeasureOptions, 'signal'> {
  /** Tokens of each text. */
  tokens: number;
  params: PrefillParams;
  control: boolean;
  cache?: DenseCache;
  /** What is read now, and the share 0..1 of that reading that is done. */
  onProgress?: (what: string, share: number) => void;
}

/**
 * Reads both texts dense (unless that is cached), sparse, with a dense question and as the control, one after the other.
 * @throws RangeError when `tokens` is out of the range that the texts allow; EngineError as openMeasuring does, 'cancelled'.
 */
export async function evaluateFidelity(loaded: LoadedModel, options: EvaluateOptions): Promise<Evaluation> {
  const copy = await evaluateText(loaded, 'copying', options);
  const prose = await evaluateText(loaded, 'prose', options);
  return {
    copy: copy.sparse,
    prose: prose.sparse,
    control: copy.control && prose.control && { ...copy.control, prose: prose.control },
    denseQuestion: { ...copy.denseQuestion, prose: prose.denseQuestion },
  };
}

interface TextEvaluation {
  sparse: Fidelity;
  denseQuestion: QuestionFidelity;
  control: Fidelity | null;
}

async function evaluateText(loaded: LoadedModel, kind: TextKind, options: EvaluateOptions): Promise<TextEvaluation> {
  const { signal } = options;
  const tokens = await measuredText(loaded, kind, 'evaluation', options.tokens, signal);
  const session = await openMeasuring(loaded, `the ${kind} text`, tokens.length);
  const text = new FidelityText(session, tokens);
  const progress = (what: string): MeasureOptions => ({
    signal,
    onProgress: (share) => options.onProgress?.(`${kind}, ${what}`, share),
  });
  try {
    const dense = await denseRows(loaded, text, tokens, options.cache ?? new DenseCache(), progress('dense'));
    const both = await text.sparseAndQuestion(options.params, dense, progress('sparse'));
    const control = options.control ? await text.sparse(KEEP_ALL, dense, progress('control')) : null;
    return { ...both, control };
  } finally {
    await session.context.dispose();
  }
}

export async function denseRows(
  loaded: LoadedModel,
  text: FidelityText,
  tokens: readonly Token[],
  cache: DenseCache,
  options: MeasureOptions,
): Promise<CodedRows> {
  // Another processor or version of llama.cpp rounds otherwise.
  const { release } = loaded.runtime.llama.llamaCppRelease;
  const parts = [loaded.fingerprint, release, cpus()[0]?.model, MEASURED_ROWS];
  const hash = createHash('sha256').update(JSON.stringify(parts));
  const key = hash.update(Uint32Array.from(tokens)).digest('hex');
  const found = await cache.find(key);
  if (found !== null) return found;
  const rows = await text.dense(options);
  await cache.keep(key, rows);
  return rows;
}
