import { describe, expect, it } from 'vitest';
import { MICRO_BATCH } from '../model.ts';
import { pieces, totalWork } from './decode.ts';

describe('pieces', () => {
  it('end where every reading is cut', () => {
    expect(pieces(0, 5000)).toEqual([
      { from: 0, to: MICRO_BATCH },
      { from: MICRO_BATCH, to: 2 * MICRO_BATCH },
      { from: 2 * MICRO_BATCH, to: 5000 },
    ]);
    expect(pieces(3000, 4500)).toEqual([
      { from: 3000, to: 4096 },
      { from: 4096, to: 4500 },
    ]);
    expect(pieces(2048, 4096)).toEqual([{ from: 2048, to: 4096 }]);
    expect(pieces(7, 7)).toEqual([]);
  });
});

describe('totalWork', () => {
  it('adds up', () => {
    const work = { causal: 3, computed: 2, identify: 1 };
    expect(totalWork([work, work])).toEqual({ causal: 6, computed: 4, identify: 2 });
  });
});
