import { describe, expect, it } from 'vitest';
import type { HeadCounts, LayerStats, Reason } from '../../native/settings.ts';
import { Tally } from './tally.ts';

const head = (counts: Partial<HeadCounts>): HeadCounts => ({
  pairsCausal: 100,
  pairsAnchor: 20,
  pairsIdentify: 10,
  pairsAttend: 10,
  stripesKept: 5,
  stripesCandidates: 50,
  ...counts,
});
const dense = head({ pairsAnchor: 0, pairsIdentify: 0, pairsAttend: 100, stripesKept: 0, stripesCandidates: 0 });

function op(layer: number, reason: Reason, heads: HeadCounts[], times: Partial<LayerStats> = {}): LayerStats {
  return {
    layer,
    reason,
    rows: 8,
    past: 0,
    wallUs: 1000,
    anchorUs: 0,
    identifyUs: 0,
    attendUs: 0,
    denseUs: 0,
    heads,
    probe: null,
    ...times,
  };
}

describe('Tally', () => {
  it('counts dense layers in full and identify apart', () => {
    const tally = new Tally();
    tally.add(5, [op(0, 'sparse', [head({}), head({ stripesKept: 15 })]), op(1, 'sliding-window', [dense, dense])]);
    expect(tally.computed).toBeCloseTo((30 + 30 + 100 + 100) / 400, 12);
    expect(tally.identifyShare).toBeCloseTo(20 / 400, 12);
    expect(tally.keptFraction).toBeCloseTo(20 / 100, 12);
    expect(tally.anySparse).toBe(true);
    expect(tally.sparseLayers()).toEqual([0]);
  });

  it('adds heads of a layer over micro-batches and says which layers ran dense, why and how often', () => {
    const tally = new Tally();
    tally.add(5, [op(0, 'short', [dense]), op(1, 'short', [dense])]);
    tally.add(5, [op(0, 'sparse', [head({})]), op(1, 'short', [dense])]);
    expect(tally.layers()).toEqual([
      { layer: 0, keptFraction: 0.1, computed: 130 / 200, heads: [0.1] },
      { layer: 1, keptFraction: null, computed: 1, heads: [null] },
    ]);
    expect(tally.denseLayers()).toEqual([
      { layer: 0, reason: 'short', microBatches: 1 },
      { layer: 1, reason: 'short', microBatches: 2 },
    ]);
    expect(tally.mainDenseReason()).toBe('short');
  });

  it('keeps probes apart from attention and estimates from them', () => {
    const tally = new Tally();
    tally.add(100, [
      op(0, 'sparse', [head({})], { wallUs: 10_000, denseUs: 40_000 }),
      op(1, 'sparse', [head({})], { wallUs: 10_000 }),
    ]);
    expect(tally.probeMs).toBe(40);
    expect(tally.attentionMs).toBe(20);
    expect(tally.probes).toEqual([{ rows: 8, pairs: 100, time: 40 }]);
    // Without probes 60 ms, of which 20 were sparse attention that would have been 80.
    expect(tally.estimatedSpeedup()).toBeCloseTo((60 - 20 + 80) / 60, 12);
  });

  it('sums what the fidelity probe found, its time apart from attention', () => {
    const tally = new Tally();
    expect(tally.fidelity).toBeNull();
    const probe = { rows: 3, pairs: 30, recallSum: 2.7, recallLow: 0.8, errorSum: 0.3, errorHigh: 0.2, us: 2000 };
    tally.add(50, [
      op(0, 'sparse', [head({})], { wallUs: 10_000, denseUs: 40_000, probe }),
      op(1, 'sparse', [head({})], { probe: { ...probe, rows: 1, pairs: 9, recallSum: 0.5, recallLow: 0.5, us: 500 } }),
      op(2, 'no-gain', [dense]),
    ]);
    expect(tally.fidelity).toEqual({
      rows: 4,
      pairs: 39,
      recallMean: expect.closeTo(0.8, 12) as number,
      recallLow: 0.5,
      errorMean: expect.closeTo(0.15, 12) as number,
      errorHigh: 0.2,
      ms: 2.5,
    });
    expect(tally.probeMs).toBe(42.5);
    expect(tally.attentionMs).toBe(12);
    expect(tally.probes).toHaveLength(1);
  });

  it('without counters is a dense reading with a time', () => {
    const tally = new Tally();
    tally.add(7, []);
    expect([tally.prefillMs, tally.computed, tally.keptFraction, tally.attentionMs, tally.estimatedSpeedup()]).toEqual([
      7,
      1,
      null,
      null,
      null,
    ]);
    expect(tally.mainDenseReason()).toBeNull();
  });
});
