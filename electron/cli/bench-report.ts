/** The figures of a prefill benchmark, from the metrics of its readings. Times in milliseconds, shares 0..1. */
import type { Preset } from '../contract/presets.ts';
import type { ReadingMetrics } from '../contract/reading.ts';
import type { MeasuredOn } from './measured-on.ts';

/** An estimate further than this from what was measured is flagged. */
export const ESTIMATE_TOLERANCE = 0.25;

export interface BenchSetting extends MeasuredOn {
  model: string;
  tokens: number;
  preset: Preset;
  threads: number;
}

export interface BenchReport extends BenchSetting {
  runs: number;
  /** Medians of whole readings; the sparse ones without their probes, whose time is `probeMs`. */
  densePrefillMs: number;
  sparsePrefillMs: number;
  probeMs: number;
  /** Smallest and largest time of each kind. */
  denseRange: [number, number];
  sparseRange: [number, number];
  /** densePrefillMs / sparsePrefillMs. */
  speedup: number;
  /**
   * Dense / sparse time of the attention ops alone; null without counters. The dense time is that of a dense reading less
   * `linearMs`.
   */
  attentionSpeedup: number | null;
  /**
   * The part of a reading outside attention, taken from the sparse readings (a dense one is not timed op by op, and the
   * work is the same), and the speedup if attention took no time; null without counters.
   */
  linearMs: number | null;
  amdahlLimit: number | null;
  /** Median of the sparse readings' own estimates, and how far it is from `speedup` (-0.1 = 10% too low); null without. */
  estimatedSpeedup: number | null;
  estimateError: number | null;
  /** Each sparse reading's estimate with its error. */
  estimates: { speedup: number; error: number }[];
  computed: number;
  identifyShare: number;
}

/** Middle value; the mean of the two middle ones for an even number. NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return low === undefined || high === undefined ? NaN : (low + high) / 2;
}

const present = (values: readonly (number | null)[]) => values.filter((value) => value !== null);
const medianOrNull = (values: readonly (number | null)[]) => {
  const there = present(values);
  return there.length === 0 ? null : median(there);
};
const range = (values: readonly number[]): [number, number] => [Math.min(...values), Math.max(...values)];

/** Puts the report together; `dense` and `sparse` hold at least one reading each. */
export function benchReport(
  setting: BenchSetting,
  dense: readonly ReadingMetrics[],
  sparse: readonly ReadingMetrics[],
): BenchReport {
  const denseTimes = dense.map(({ prefillMs }) => prefillMs);
  const sparseTimes = sparse.map(({ prefillMs, probeMs }) => prefillMs - probeMs);
  const [densePrefillMs, sparsePrefillMs] = [median(denseTimes), median(sparseTimes)];
  const speedup = densePrefillMs / sparsePrefillMs;
  const linearMs = medianOrNull(sparse.map(({ otherMs }) => otherMs));
  const sparseAttentionMs = medianOrNull(sparse.map(({ attentionMs }) => attentionMs));
  const estimates = present(sparse.map((one) => one.estimatedSpeedup)).map((value) => ({
    speedup: value,
    error: value / speedup - 1,
  }));
  const estimatedSpeedup = medianOrNull(estimates.map((one) => one.speedup));
  return {
    ...setting,
    runs: dense.length,
    densePrefillMs,
    sparsePrefillMs,
    probeMs: median(sparse.map(({ probeMs }) => probeMs)),
    denseRange: range(denseTimes),
    sparseRange: range(sparseTimes),
    speedup,
    attentionSpeedup:
      linearMs === null || sparseAttentionMs === null ? null : (densePrefillMs - linearMs) / sparseAttentionMs,
    linearMs,
    amdahlLimit: linearMs === null ? null : densePrefillMs / linearMs,
    estimatedSpeedup,
    estimateError: estimatedSpeedup === null ? null : estimatedSpeedup / speedup - 1,
    estimates,
    computed: median(sparse.map((one) => one.computed)),
    identifyShare: median(sparse.map((one) => one.identifyShare)),
  };
}

/** The report for a person. */
export function benchTable(report: BenchReport): string {
  const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
  const percent = (share: number) => `${(share * 100).toFixed(1)}%`;
  const signed = (share: number) => `${share < 0 ? '' : '+'}${percent(share)}`;
  const times = (name: string, ms: number, [low, high]: [number, number]) =>
    `${name}  median ${seconds(ms)} (${seconds(low)} to ${seconds(high)}), ${Math.round((report.tokens * 1000) / ms)} tokens/s`;
  const lines = [
    `${report.model}, ${report.tokens} tokens, preset ${report.preset}, ${report.threads} threads, ${report.runs} runs of each kind`,
    times('dense ', report.densePrefillMs, report.denseRange),
    `${times('sparse', report.sparsePrefillMs, report.sparseRange)}; probes of ${seconds(report.probeMs)} left out`,
    `speedup measured ${report.speedup.toFixed(3)}x`,
    `computed ${percent(report.computed)} of score pairs, identify ${percent(report.identifyShare)} on top`,
  ];
  if (report.attentionSpeedup !== null) lines.push(`attention alone ${report.attentionSpeedup.toFixed(2)}x`);
  if (report.linearMs !== null && report.amdahlLimit !== null) {
    lines.push(
      `outside attention ${seconds(report.linearMs)}: at most ${report.amdahlLimit.toFixed(2)}x if attention took no time`,
    );
  }
  for (const [index, { speedup, error }] of report.estimates.entries()) {
    const flag = Math.abs(error) > ESTIMATE_TOLERANCE ? ' FAR OFF' : '';
    lines.push(
      `estimate of sparse reading ${index + 1}: ${speedup.toFixed(3)}x, ${signed(error)} against measured${flag}`,
    );
  }
  return lines.join('\n');
}
