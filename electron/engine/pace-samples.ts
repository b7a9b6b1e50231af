/** What a reading timed, micro-batch by micro-batch, as samples from which later readings are predicted. */
import type { Mode, PaceSample } from '../contract/reading.ts';
import { fitPrice, priceOf, type TimedWork } from './least-squares.ts';

/** Times of one micro-batch, milliseconds. Rows and causal pairs are summed over layers and query heads. */
export interface BatchTimes {
  wallMs: number;
  /** Part of wallMs. */
  probeMs: number;
  /** Part of wallMs: attention ops that ran sparse, without probes. */
  sparseMs: number;
  sparseWork: { rows: number; pairs: number };
}

export interface TimedBatch extends BatchTimes {
  rows: number;
  past: number;
}

/**
 * One sample a micro-batch. The dense time of a sparse one is what it took without its sparse ops, plus the price of the same ops
 * run dense, fitted on the reading's probes.
 */
export function paceSamples(mode: Mode, batches: readonly TimedBatch[], probes: readonly TimedWork[]): PaceSample[] {
  const price = fitPrice(probes);
  return batches.map(({ rows, past, wallMs, probeMs, sparseMs, sparseWork }) => {
    if (mode === 'dense') return { rows, past, sparseMs: null, denseMs: wallMs };
    const withoutProbes = wallMs - probeMs;
    const base = { rows, past, sparseMs: withoutProbes };
    // A micro-batch in which nothing ran sparse took what a dense one takes.
    if (sparseWork.pairs === 0) return { ...base, denseMs: withoutProbes };
    return { ...base, denseMs: price === null ? null : withoutProbes - sparseMs + priceOf(price, sparseWork) };
  });
}
