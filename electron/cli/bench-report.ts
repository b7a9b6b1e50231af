/** The figures of a prefill benchmark, from the metrics of its readings. Times in milliseconds, shares 0..1. */
import type { PrefillParams, Preset } from '../contract/presets.ts';
import type { ReadingMetrics } from '../contract/reading.ts';
import type { MeasuredOn } from './measured-on.ts';
import { median, medianOrNull, present, rangeOf } from './samples.ts';

export interface BenchSetting extends MeasuredOn {
  model: string;
  tokens: number;
  preset: Preset;
  threads: number;
}

/** What was read, each kind at least once except `stock`. */
export interface BenchReadings {
  /** With the better of the micro-batches tried. */
  dense: readonly ReadingMetrics[];
  sparse: readonly ReadingMetrics[];
  /** By our kernel, keeping every key. */
  keepAll: readonly ReadingMetrics[];
  /** Times of stock llama-bench at dense's micro-batch; empty where there is none. */
  stock: readonly number[];
  /** One dense time for each micro-batch tried. */
  denseTrials: readonly { microBatch: number; ms: number }[];
}

export interface BenchReport extends BenchSetting {
  params: PrefillParams;
  /** Keys behind which sparse readings run sparse. */
  gainKeys: number;
  runs: number;
  /** Medians of whole readings; the sparse ones without their probes, whose time is `probeMs`. */
  densePrefillMs: number;
  sparsePrefillMs: number;
  keepAllPrefillMs: number;
  probeMs: number;
  /** Smallest and largest time of each kind. */
  denseRange: [number, number];
  sparseRange: [number, number];
  keepAllRange: [number, number];
  /** Rows of a micro-batch of the dense readings: the faster of those tried once each. */
  denseMicroBatch: number;
  denseTrials: { microBatch: number; ms: number }[];
  /** Stock llama-bench's median at that micro-batch, and how far dense is from it (0.05: 5% slower); null where there is none. */
  llamaBenchMs: number | null;
  llamaBenchDifference: number | null;
  /** densePrefillMs / sparsePrefillMs. */
  speedup: number;
  /**
   * Dense / sparse time of the attention ops alone; null without counters. The dense time is that of a dense reading less
   * `linearMs`.
   */
  attentionSpeedup: number | null;
  /** Of it, what our kernel wins while it keeps every key, and what leaving keys out wins on top; their product. */
  kernelSpeedup: number | null;
  sparsitySpeedup: number | null;
  /**
   * The part of a reading outside attention, taken from the sparse readings (a dense one is not timed op by op, and the
   * work is the same), the speedup if attention took no time, and the share of it that was reached; null without counters.
   */
  linearMs: number | null;
  amdahlLimit: number | null;
  limitReached: number | null;
  /** Median of the sparse readings' own estimates, and how far it is from `speedup` (-0.1 = 10% too low); null without. */
  estimatedSpeedup: number | null;
  estimateError: number | null;
  /** Each sparse reading's estimate with its error. */
  estimates: { speedup: number; error: number }[];
  computed: number;
  identifyShare: number;
}

/** Puts the report together. */
export function benchReport(setting: BenchSetting, readings: BenchReadings): BenchReport {
  const { dense, sparse, keepAll, stock, denseTrials } = readings;
  const [first] = sparse;
  if (first === undefined) throw new Error('a report needs a sparse reading');
  const times = {
    dense: dense.map(({ prefillMs }) => prefillMs),
    sparse: sparse.map(({ prefillMs, probeMs }) => prefillMs - probeMs),
    keepAll: keepAll.map(({ prefillMs }) => prefillMs),
  };
  const [densePrefillMs, sparsePrefillMs] = [median(times.dense), median(times.sparse)];
  const speedup = densePrefillMs / sparsePrefillMs;
  const linearMs = medianOrNull(sparse.map(({ otherMs }) => otherMs));
  const attention = {
    dense: linearMs === null ? null : densePrefillMs - linearMs,
    sparse: medianOrNull(sparse.map(({ attentionMs }) => attentionMs)),
    keepAll: medianOrNull(keepAll.map(({ attentionMs }) => attentionMs)),
  };
  const amdahlLimit = linearMs === null ? null : densePrefillMs / linearMs;
  const estimates = present(sparse.map((one) => one.estimatedSpeedup)).map((value) => ({
    speedup: value,
    error: value / speedup - 1,
  }));
  const estimatedSpeedup = medianOrNull(estimates.map((one) => one.speedup));
  const llamaBenchMs = medianOrNull(stock);
  return {
    ...setting,
    params: first.params,
    gainKeys: first.gainKeys ?? 0,
    runs: dense.length,
    densePrefillMs,
    sparsePrefillMs,
    keepAllPrefillMs: median(times.keepAll),
    probeMs: median(sparse.map(({ probeMs }) => probeMs)),
    denseRange: rangeOf(times.dense),
    sparseRange: rangeOf(times.sparse),
    keepAllRange: rangeOf(times.keepAll),
    denseMicroBatch: betterMicroBatch(denseTrials),
    denseTrials: [...denseTrials],
    llamaBenchMs,
    llamaBenchDifference: llamaBenchMs === null ? null : densePrefillMs / llamaBenchMs - 1,
    speedup,
    attentionSpeedup: ratio(attention.dense, attention.sparse),
    kernelSpeedup: ratio(attention.dense, attention.keepAll),
    sparsitySpeedup: ratio(attention.keepAll, attention.sparse),
    linearMs,
    amdahlLimit,
    limitReached: ratio(speedup, amdahlLimit),
    estimatedSpeedup,
    estimateError: estimatedSpeedup === null ? null : estimatedSpeedup / speedup - 1,
    estimates,
    computed: median(sparse.map((one) => one.computed)),
    identifyShare: median(sparse.map((one) => one.identifyShare)),
  };
}

/** Rows of the micro-batch that was fastest. */
export function betterMicroBatch(trials: BenchReadings['denseTrials']): number {
  const [best] = trials.toSorted((a, b) => a.ms - b.ms);
  if (best === undefined) throw new Error('no micro-batch was tried');
  return best.microBatch;
}

const ratio = (a: number | null, b: number | null) => (a === null || b === null ? null : a / b);
