/** Between two reports of one kind, milliseconds. */
const EVERY_MS = 50;

/**
 * Thins out reports that come hundreds of times a second: passes on what comes 50 ms or more after the last one that was passed
 * on, and what must not be lost.
 */
export function seldom<T>(report: (value: T) => void, everyMs = EVERY_MS): (value: T, always: boolean) => void {
  let last = -Infinity;
  return (value, always) => {
    const now = performance.now();
    if (!always && now - last < everyMs) return;
    last = now;
    report(value);
  };
}
