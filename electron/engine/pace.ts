/** How long the rest of a reading takes, from the micro-batches timed so far and the one in flight. */
import { causalPairs, fitPrice, priceOf, type TimedWork } from './least-squares.ts';

/** A micro-batch in flight: `rows` rows behind `past` keys, running for `ms`, its share `part` (0..1) done; 0 = not known. */
export interface InFlight {
  rows: number;
  past: number;
  ms: number;
  part: number;
}

// Below this share of a micro-batch its elapsed time says little about the whole.
const TELLING_PART = 0.05;

export class Pace {
  readonly #samples: TimedWork[] = [];

  /** Adds a whole micro-batch of `rows` rows behind `past` keys that took `ms`. */
  add(rows: number, past: number, ms: number): void {
    this.#samples.push({ rows, pairs: causalPairs(rows, past), time: ms });
  }

  /**
   * Milliseconds until `total` tokens are read. Null while nothing is timed. With one timing every token is taken to cost
   * the same; with more, the cost grows with the keys before it.
   */
  remainingMs(flight: InFlight, total: number): number | null {
    const { rows, past, ms, part } = flight;
    const whole = part >= TELLING_PART ? ms / part : this.#predict(rows, past);
    if (whole === null) return null;
    const behind = total - past - rows;
    const rest = this.#predict(behind, past + rows) ?? (whole / rows) * behind;
    return Math.max(0, whole - ms) + rest;
  }

  #predict(rows: number, past: number): number | null {
    const [first] = this.#samples;
    if (first === undefined) return null;
    const price = this.#samples.length > 1 ? fitPrice(this.#samples) : null;
    return price === null ? (first.time / first.rows) * rows : priceOf(price, { rows, pairs: causalPairs(rows, past) });
  }
}
