/** Bytes per second over the last few seconds. */

const WINDOW_MS = 5000;
/** Below this span the figure would jump about. */
const ENOUGH_MS = 1000;

export class SpeedWindow {
  #samples: { at: number; bytes: number }[] = [];

  /** Takes the bytes done so far at `at` milliseconds. Bytes that go back (another source begins) start it anew. */
  add(bytes: number, at: number): void {
    const last = this.#samples.at(-1);
    if (last !== undefined && bytes < last.bytes) this.#samples = [];
    this.#samples.push({ at, bytes });
    const oldest = this.#samples.findIndex((sample) => at - sample.at <= WINDOW_MS);
    this.#samples.splice(0, oldest);
  }

  /** Null until enough has arrived. */
  get bytesPerSecond(): number | null {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (first === undefined || last === undefined || last.at - first.at < ENOUGH_MS) return null;
    return ((last.bytes - first.bytes) * 1000) / (last.at - first.at);
  }
}
