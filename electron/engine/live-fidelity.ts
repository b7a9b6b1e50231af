/** How near a sparse reading came to dense attention on this document: what the kernel's probe found, row by row. */
import type { Fidelity } from '../contract/reading.ts';
import type { ProbeCounts } from '../../native/settings.ts';

/**
 * Share of the computed score pairs that a reading scores again for this. A few thousand rows in a document of several micro-batches,
 * and half of what the kernel allows.
 */
export const FIDELITY_SHARE = 0.01;

export class FidelitySum {
  #rows = 0;
  #pairs = 0;
  #us = 0;
  #recallSum = 0;
  #recallLow = 1;
  #errorSum = 0;
  #errorHigh = 0;

  /** Adds what the probe of one attention op found. */
  add(probe: ProbeCounts): void {
    this.#rows += probe.rows;
    this.#pairs += probe.pairs;
    this.#us += probe.us;
    this.#recallSum += probe.recallSum;
    this.#recallLow = Math.min(this.#recallLow, probe.recallLow);
    this.#errorSum += probe.errorSum;
    this.#errorHigh = Math.max(this.#errorHigh, probe.errorHigh);
  }

  /** The sums as a report has them; null while no row was compared. */
  report(): Fidelity | null {
    const rows = this.#rows;
    if (rows === 0) return null;
    return {
      rows,
      pairs: this.#pairs,
      recallMean: this.#recallSum / rows,
      recallLow: this.#recallLow,
      errorMean: this.#errorSum / rows,
      errorHigh: this.#errorHigh,
      ms: this.#us / 1000,
    };
  }
}
