/**
 * How much faster a sparse reading was than a dense one would have been, when no dense one was made: a few attention ops
 * of the reading also run dense for their time alone, and the price of a dense op is fitted on them.
 */
import { fitPrice, priceOf, type TimedWork } from './least-squares.ts';

/** Micro-batches with probes in one reading, at most. */
export const MAX_PROBED = 6;

/**
 * Layers to time dense in micro-batch `index` of `wholeCount` whole ones (a shorter last one is never probed).
 * At most six micro-batches are probed, spread evenly, the first and the last whole one among them, one layer each. So
 * a reading of 4 micro-batches of a 30-layer model runs 4 of 120 ops twice, and a longer one a smaller share. The layer
 * moves by the golden ratio, so that few probes still meet early, middle and late layers.
 * @param candidates layers that can run sparse, ascending.
 */
export function probedLayers(index: number, wholeCount: number, candidates: readonly number[]): number[] {
  const picks = Math.min(MAX_PROBED, wholeCount);
  if (picks === 0 || candidates.length === 0) return [];
  for (let pick = 0; pick < picks; pick++) {
    const at = picks === 1 ? 0 : Math.round((pick * (wholeCount - 1)) / (picks - 1));
    if (at !== index) continue;
    const spread = ((pick + 1) * 0.618034) % 1;
    const layer = candidates[Math.floor(spread * candidates.length)];
    return layer === undefined ? [] : [layer];
  }
  return [];
}

/** Layers timed dense in each micro-batch of a calibration. */
const CALIBRATION_LAYERS = 3;

/** As probedLayers, for the two micro-batches of a calibration: the first, the middle and the last candidate in each. */
export function calibrationLayers(_index: number, _wholeCount: number, candidates: readonly number[]): number[] {
  const last = candidates.length - 1;
  const picks = Array.from(
    { length: CALIBRATION_LAYERS },
    (_, pick) => candidates[Math.round((pick * last) / (CALIBRATION_LAYERS - 1))],
  );
  return [...new Set(picks)].filter((layer) => layer !== undefined);
}

/** What the estimate needs of one reading. Times in milliseconds, pairs summed over query heads. */
export interface EstimateInput {
  /** Wall time of the whole reading, probes included. */
  prefillMs: number;
  /** Wall time of the probes, of the fidelity probe too. */
  probeMs: number;
  /** Wall time of all ops that ran sparse, without probes. */
  sparseMs: number;
  /** Rows and causal pairs of all ops that ran sparse, summed. */
  sparseWork: { rows: number; pairs: number };
  /** The probes: dense time of ops that ran sparse. */
  probes: readonly TimedWork[];
}

/**
 * Dense time / sparse time of the whole reading, the probes' own time left out of both. Null without a usable probe.
 */
export function estimateSpeedup(input: EstimateInput): number | null {
  const price = fitPrice(input.probes);
  const withoutProbes = input.prefillMs - input.probeMs;
  if (price === null || !(withoutProbes > 0)) return null;
  const dense = withoutProbes - input.sparseMs + priceOf(price, input.sparseWork);
  return dense > 0 ? dense / withoutProbes : null;
}
