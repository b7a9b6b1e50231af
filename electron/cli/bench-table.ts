/** The report of a prefill benchmark for a person. */
import type { BenchReport } from './bench-report.ts';

/** An estimate further than this from what was measured is flagged. */
export const ESTIMATE_TOLERANCE = 0.25;
/** A dense reading further than this from stock llama-bench is flagged: it would not be the baseline that it says it is. */
export const BASELINE_TOLERANCE = 0.05;

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
const percent = (share: number) => `${(share * 100).toFixed(1)}%`;
const signed = (share: number) => `${share < 0 ? '' : '+'}${percent(share)}`;
const flagged = (off: number, tolerance: number) => (Math.abs(off) > tolerance ? ' FAR OFF' : '');

/** The report, one fact a line. */
export function benchTable(report: BenchReport): string {
  const times = (name: string, ms: number, [low, high]: [number, number]) =>
    `${name.padEnd(8)}  median ${seconds(ms)} (${seconds(low)} to ${seconds(high)}), ${Math.round((report.tokens * 1000) / ms)} tokens/s`;
  const trials = report.denseTrials.map(({ microBatch, ms }) => `${microBatch}: ${seconds(ms)}`).join(', ');
  const lines = [
    `${report.model}, ${report.tokens} tokens, preset ${report.preset}, ${report.threads} threads, ${report.runs} runs of each kind`,
    `${times('dense', report.densePrefillMs, report.denseRange)}; micro-batches of ${report.denseMicroBatch} (tried ${trials})`,
    `${times('sparse', report.sparsePrefillMs, report.sparseRange)}; probes of ${seconds(report.probeMs)} left out`,
    times('keep all', report.keepAllPrefillMs, report.keepAllRange),
    baselineLine(report),
    `speedup measured ${report.speedup.toFixed(3)}x`,
    `computed ${percent(report.computed)} of score pairs, identify ${percent(report.identifyShare)} on top`,
    ...attentionLines(report),
  ];
  for (const [index, { speedup, error }] of report.estimates.entries()) {
    lines.push(
      `estimate of sparse reading ${index + 1}: ${speedup.toFixed(3)}x, ${signed(error)} against measured${flagged(error, ESTIMATE_TOLERANCE)}`,
    );
  }
  return lines.join('\n');
}

function baselineLine({ llamaBenchMs, llamaBenchDifference }: BenchReport): string {
  if (llamaBenchMs === null || llamaBenchDifference === null) return 'stock llama-bench was not run';
  const flag = flagged(llamaBenchDifference, BASELINE_TOLERANCE);
  return `stock llama-bench ${seconds(llamaBenchMs)}: dense takes ${signed(llamaBenchDifference)}${flag}`;
}

function attentionLines(report: BenchReport): string[] {
  const { attentionSpeedup, kernelSpeedup, sparsitySpeedup, linearMs, amdahlLimit, limitReached } = report;
  const lines: string[] = [];
  if (attentionSpeedup !== null) {
    const parts =
      kernelSpeedup === null || sparsitySpeedup === null
        ? ''
        : `: the kernel ${kernelSpeedup.toFixed(2)}x, leaving keys out ${sparsitySpeedup.toFixed(2)}x`;
    lines.push(`attention alone ${attentionSpeedup.toFixed(2)}x${parts}`);
  }
  if (linearMs !== null && amdahlLimit !== null && limitReached !== null) {
    lines.push(
      `outside attention ${seconds(linearMs)}: at most ${amdahlLimit.toFixed(2)}x if attention took no time, of which ${percent(limitReached)} is reached`,
    );
  }
  return lines;
}
