import { describe, expect, it } from 'vitest';
import type { PaceSample } from '../contract/reading.ts';
import { causalPairs } from '../engine/least-squares.ts';
import { expectedSeconds, timedWork } from './expected-time.ts';

/** Micro-batches of a machine that takes `perRow` ms a row and `perPair` ms a pair. */
function samples(perRow: number, perPair: number, pasts: number[], rows = 2048): PaceSample[] {
  return pasts.map((past) => ({
    rows,
    past,
    sparseMs: null,
    denseMs: perRow * rows + perPair * causalPairs(rows, past),
  }));
}

describe('expectedSeconds', () => {
  it('finds the prices of rows and pairs and applies them to any length', () => {
    const work = timedWork(samples(1, 1e-4, [0, 2048, 4096]), 'denseMs');
    expect(expectedSeconds(work, 10_000)).toBeCloseTo((10_000 + 1e-4 * causalPairs(10_000, 0)) / 1000, 6);
  });

  it('takes every token to cost the same where the samples cannot tell rows and pairs apart', () => {
    const one = timedWork(samples(1, 1e-4, [0]), 'denseMs');
    const perToken = (one[0]?.time ?? 0) / 2048;
    expect(expectedSeconds(one, 20_480)).toBeCloseTo((perToken * 20_480) / 1000, 6);
    // Twenty short readings of nearly one length are no better, whatever their noise.
    const alike = Array.from(
      { length: 20 },
      (_, i) => samples(1 + (i % 3) * 0.1, 1e-4, [0], 2000 + i)[0] as PaceSample,
    );
    const seconds = expectedSeconds(timedWork(alike, 'denseMs'), 20_000) ?? 0;
    expect(seconds).toBeGreaterThan(20);
    expect(seconds).toBeLessThan(26);
  });

  it('never goes below zero for a machine that got faster on the way', () => {
    const work = timedWork(
      [
        { rows: 2048, past: 0, sparseMs: 4000, denseMs: null },
        { rows: 2048, past: 8192, sparseMs: 1000, denseMs: null },
      ],
      'sparseMs',
    );
    expect(expectedSeconds(work, 100)).toBeGreaterThan(0);
    expect(expectedSeconds(work, 100_000)).toBeGreaterThan(0);
  });

  it('knows nothing without samples of the mode', () => {
    expect(timedWork(samples(1, 1, [0]), 'sparseMs')).toEqual([]);
    expect(expectedSeconds([], 100)).toBeNull();
  });
});
