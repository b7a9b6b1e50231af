/** Holds everything that the page shows and tells what changed, slice by slice, seldom enough for any page to keep up. */
import type { AppState, StateChange } from '../contract/state.ts';

/** Between two tellings, milliseconds: twenty a second look smooth, and a token counter can change hundreds of times. */
const EVERY_MS = 50;

export class StateHolder {
  #state: AppState;
  readonly #tell: (change: StateChange) => void;
  #changed = new Set<keyof AppState>();
  #timer: NodeJS.Timeout | null = null;
  #lastTold = -Infinity;

  /** @param tell called with the slices that changed since it was called last, each as a whole. */
  constructor(state: AppState, tell: (change: StateChange) => void) {
    this.#state = state;
    this.#tell = tell;
  }

  get now(): AppState {
    return this.#state;
  }

  /** Replaces slices. The change is told within EVERY_MS; of several changes of one slice the last one is. */
  set(change: Partial<AppState>): void {
    this.#state = { ...this.#state, ...change };
    for (const slice of Object.keys(change)) this.#changed.add(slice as keyof AppState);
    this.#timer ??= setTimeout(() => this.flush(), Math.max(0, this.#lastTold + EVERY_MS - performance.now()));
  }

  /** Tells now what has not been told. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#changed.size === 0) return;
    const change = Object.fromEntries([...this.#changed].map((slice) => [slice, this.#state[slice]])) as StateChange;
    this.#changed = new Set();
    this.#lastTold = performance.now();
    this.#tell(change);
  }
}
