import { describe, expect, it } from 'vitest';
import { causalPairs, fitPrice, priceOf } from './least-squares.ts';

const work = (rows: number, past: number) => ({ rows, pairs: causalPairs(rows, past) });

describe('causalPairs', () => {
  it('counts the keys that each row sees', () => {
    expect(causalPairs(3, 0)).toBe(6);
    expect(causalPairs(2, 10)).toBe(11 + 12);
  });
});

describe('fitPrice', () => {
  it('finds the price that made the times', () => {
    const price = { perRow: 0.25, perPair: 0.002 };
    const samples = [work(2048, 0), work(2048, 4096), work(2048, 8192)].map((one) => ({
      ...one,
      time: priceOf(price, one),
    }));
    const found = fitPrice(samples);
    expect(found?.perRow).toBeCloseTo(0.25, 9);
    expect(found?.perPair).toBeCloseTo(0.002, 12);
  });

  it('never gives a negative price', () => {
    const falling = [
      { ...work(2048, 0), time: 10 },
      { ...work(2048, 8192), time: 5 },
    ];
    expect(fitPrice(falling)).toMatchObject({ perPair: 0 });
    const steep = [
      { ...work(2048, 0), time: 0.1 },
      { ...work(2048, 8192), time: 50 },
    ];
    expect(fitPrice(steep)).toMatchObject({ perRow: 0 });
  });

  it('takes time as proportional to pairs when the samples cannot tell', () => {
    expect(fitPrice([{ rows: 10, pairs: 100, time: 50 }])).toEqual({ perRow: 0, perPair: 0.5 });
    const same = { rows: 10, pairs: 100, time: 50 };
    expect(fitPrice([same, same])).toEqual({ perRow: 0, perPair: 0.5 });
  });

  it('is null without a sample that has pairs', () => {
    expect(fitPrice([])).toBeNull();
    expect(fitPrice([{ rows: 10, pairs: 0, time: 1 }])).toBeNull();
  });
});
