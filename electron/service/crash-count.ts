/** Whether something crashes too often to be started again. */

const WITHIN_MS = 60_000;
/** So many crashes within the time are put up with. */
const BEARABLE = 3;

export class CrashCount {
  #at: number[] = [];

  add(now = performance.now()): void {
    this.#at = [...this.#at.filter((at) => now - at < WITHIN_MS), now];
  }

  /** Counted at the latest crash. */
  get tooMany(): boolean {
    return this.#at.length > BEARABLE;
  }

  clear(): void {
    this.#at = [];
  }
}
