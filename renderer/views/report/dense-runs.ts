/** Puts layers that ran dense for the same reason into runs. */
import type { DenseReason, ReadingMetrics } from '../../../electron/contract/reading.ts';

export interface DenseRun {
  /** First and last layer, both included. */
  first: number;
  last: number;
  reason: DenseReason;
  microBatches: number;
}

/** Neighbouring layers of one reason and count are one run; in order of layer, then of reason. */
export function denseRuns(layers: ReadingMetrics['denseLayers']): DenseRun[] {
  const sorted = layers.toSorted(
    (a, b) => a.reason.localeCompare(b.reason) || a.microBatches - b.microBatches || a.layer - b.layer,
  );
  const runs: DenseRun[] = [];
  for (const { layer, reason, microBatches } of sorted) {
    const run = runs.at(-1);
    if (run?.reason === reason && run.microBatches === microBatches && layer === run.last + 1) run.last = layer;
    else runs.push({ first: layer, last: layer, reason, microBatches });
  }
  return runs.sort((a, b) => a.first - b.first || a.reason.localeCompare(b.reason));
}

/** "Layers 0–3 in 1 of 4 micro-batches", "Layer 7 in all 4 micro-batches". */
export function runTitle({ first, last, microBatches }: DenseRun, total: number): string {
  const which = first === last ? `Layer ${first}` : `Layers ${first}–${last}`;
  const often = microBatches >= total ? (total === 1 ? 'the only' : `all ${total}`) : `${microBatches} of ${total}`;
  return `${which} in ${often} micro-batch${total === 1 ? '' : 'es'}`;
}
