import { expect, it, vi } from 'vitest';
import { seldom } from './seldom.ts';

it('thins out what comes close together, except what must not be lost', () => {
  vi.useFakeTimers();
  try {
    const passed: number[] = [];
    const report = seldom((value: number) => passed.push(value), 50);
    report(1, false);
    report(2, false);
    vi.advanceTimersByTime(49);
    report(3, false);
    report(4, true);
    vi.advanceTimersByTime(49);
    report(5, false);
    vi.advanceTimersByTime(1);
    report(6, false);
    expect(passed).toEqual([1, 4, 6]);
  } finally {
    vi.useRealTimers();
  }
});
