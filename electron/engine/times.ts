/** Times of whole readings made in this engine, from which measured speedups come. */
import type { Mode, Speedup } from '../contract/reading.ts';

interface WholeTimes {
  denseMs?: number;
  /** Latest whole time of each way of sparse reading, without its probes; the last entry is the latest. */
  sparseMs: Map<string, number>;
}

export class ReadingTimes {
  readonly #times = new Map<string, WholeTimes>();

  /**
   * Keeps the time of a whole reading.
   * @param text names tokens, model file, threads and everything else that both readings share.
   * @param way names mode and parameters.
   * @param ms wall time of its micro-batches without dense probes; the time between the parts of a reading is not in it.
   */
  record(text: string, mode: Mode, way: string, ms: number): void {
    const times = this.#times.get(text) ?? { sparseMs: new Map<string, number>() };
    this.#times.set(text, times);
    if (mode === 'dense') {
      times.denseMs = ms;
    } else {
      times.sparseMs.delete(way);
      times.sparseMs.set(way, ms);
    }
  }

  /** Whether the text was read dense as a whole. */
  hasDense(text: string): boolean {
    return this.#times.get(text)?.denseMs !== undefined;
  }

  /** Dense / sparse where both are known: with this way for a sparse reading, with the latest sparse way for a dense one. */
  speedup(text: string, mode: Mode, way: string): Speedup | null {
    const times = this.#times.get(text);
    if (times?.denseMs === undefined) return null;
    const sparse = mode === 'sparse' ? times.sparseMs.get(way) : [...times.sparseMs.values()].at(-1);
    return sparse === undefined || sparse <= 0 ? null : { value: times.denseMs / sparse, kind: 'measured' };
  }
}
