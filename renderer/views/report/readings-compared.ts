/** What the two readings of a document can say about each other. */
import type { ReadingMetrics } from '../../../electron/contract/reading.ts';

/** Times are compared only where the engine measured both readings in one run: then each carries the same measured speedup. */
export type Compared =
  | { kind: 'measured'; speedup: number; limit: number | null }
  /** Why they are not compared. */
  | { kind: 'two-models' }
  | { kind: 'ran-dense' }
  | { kind: 'not-measured' };

export function compareReadings(sparse: ReadingMetrics, dense: ReadingMetrics): Compared {
  if (sparse.model !== dense.model) return { kind: 'two-models' };
  if (sparse.mode === 'dense') return { kind: 'ran-dense' };
  const [one, other] = [sparse.speedup, dense.speedup];
  if (one?.kind !== 'measured' || other?.kind !== 'measured' || one.value !== other.value) {
    return { kind: 'not-measured' };
  }
  return { kind: 'measured', speedup: one.value, limit: speedupLimit(sparse, dense) };
}

/** The speedup if attention took no time at all (Amdahl's law); null where the sparse reading has no counters. */
export function speedupLimit(sparse: ReadingMetrics, dense: ReadingMetrics): number | null {
  return sparse.otherMs === null || sparse.otherMs <= 0 ? null : dense.prefillMs / sparse.otherMs;
}
