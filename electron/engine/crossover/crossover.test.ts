import { describe, expect, it } from 'vitest';
import { GAIN_KEYS_MAX } from '../../../native/settings.ts';
import { crossover, type Race } from './crossover.ts';

const race = (past: number, sparseMs: number, denseMs: number): Race => ({ past, sparseMs, denseMs });

describe('crossover', () => {
  it('is 0 where sparse wins at once, and where nothing is known', () => {
    expect(crossover([race(0, 5, 9), race(2048, 6, 20)])).toBe(0);
    expect(crossover([])).toBe(0);
  });

  it('is the first length at which sparse won', () => {
    expect(crossover([race(0, 9, 5), race(2048, 10, 20)])).toBe(2048);
  });

  it('goes on as it went, in whole micro-batches', () => {
    // From 10 lost to 4 lost in 2,048 keys: 3,413 keys until nothing is lost.
    expect(crossover([race(0, 15, 5), race(2048, 20, 16)])).toBe(4096);
    expect(crossover([race(0, 15, 5), race(2048, 30, 20)])).toBe(GAIN_KEYS_MAX);
    expect(crossover([race(0, 15, 5), race(2048, 25, 15.000001)])).toBe(GAIN_KEYS_MAX);
  });

  it('waits one micro-batch where only the first was timed', () => {
    expect(crossover([race(0, 9, 5)])).toBe(2048);
  });

  it('goes by the middle op, not by one that was held up', () => {
    expect(crossover([race(0, 5, 9), race(0, 50, 9), race(0, 5, 9)])).toBe(0);
  });
});
