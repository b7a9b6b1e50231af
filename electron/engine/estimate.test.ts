import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { estimateSpeedup, MAX_PROBED, probedLayers } from './estimate.ts';
import { causalPairs } from './least-squares.ts';

const layers = Array.from({ length: 30 }, (_, layer) => layer);

describe('probedLayers', () => {
  const probed = (whole: number) =>
    Array.from({ length: whole }, (_, index) => probedLayers(index, whole, layers)).flatMap((found, index) =>
      found.map((layer) => ({ index, layer })),
    );

  it('probes the first and the last whole micro-batch and at most six, one layer each', () => {
    for (const whole of [2, 3, 6, 7, 20, 64]) {
      const found = probed(whole);
      expect(found).toHaveLength(Math.min(MAX_PROBED, whole));
      expect(found[0]?.index).toBe(0);
      expect(found.at(-1)?.index).toBe(whole - 1);
    }
  });

  it('varies the layer', () => {
    expect(new Set(probed(6).map(({ layer }) => layer)).size).toBe(6);
  });

  it('keeps to layers that can run sparse, and does nothing without any', () => {
    expect(probedLayers(0, 4, [7])).toEqual([7]);
    expect(probedLayers(0, 4, [])).toEqual([]);
    expect(probedLayers(0, 0, layers)).toEqual([]);
  });
});

describe('estimateSpeedup', () => {
  it('finds the dense time of a reading whose ops follow the model exactly', () => {
    // 4 micro-batches, 30 layers, 9 heads; dense ops cost 1 ns a pair, sparse ones a quarter, the rest 5 s a micro-batch.
    const pairs = [0, 2048, 4096, 6144].map((past) => 9 * causalPairs(2048, past));
    const denseMs = pairs.map((count) => count * 1e-6);
    const allDense = 30 * denseMs.reduce((sum, ms) => sum + ms, 0);
    const probes = pairs.map((count, index) => ({ rows: 2048, pairs: count, time: denseMs[index] ?? 0 }));
    const probeMs = denseMs.reduce((sum, ms) => sum + ms, 0);
    const sparseMs = allDense / 4;
    const speedup = estimateSpeedup({
      prefillMs: 20_000 + sparseMs + probeMs,
      probeMs,
      sparseMs,
      sparseWork: { rows: 4 * 30 * 2048, pairs: 30 * pairs.reduce((sum, count) => sum + count, 0) },
      probes,
    });
    expect(speedup).toBeCloseTo((20_000 + allDense) / (20_000 + sparseMs), 6);
  });

  it('is null without probes', () => {
    const input = { prefillMs: 10, probeMs: 0, sparseMs: 5, sparseWork: { rows: 1, pairs: 1 }, probes: [] };
    expect(estimateSpeedup(input)).toBeNull();
  });

  it('is within a tenth of the truth on a recorded reading of which every op was timed both ways', () => {
    interface Op {
      layer: number;
      microBatch: number;
      rows: number;
      pairs: number;
      denseMs: number;
      sparseMs: number;
    }
    const { ops, prefillMs } = JSON.parse(
      readFileSync(new URL('./fixtures/dense-timings.json', import.meta.url), 'utf8'),
    ) as { ops: Op[]; prefillMs: number };
    const sum = (take: (op: Op) => number) => ops.reduce((total, op) => total + take(op), 0);
    // As the engine would have read it: only the probes of the rule ran dense as well.
    const probed = ops.filter((op) => op.rows === 2048 && probedLayers(op.microBatch, 3, layers).includes(op.layer));
    const probeMs = probed.reduce((total, op) => total + op.denseMs, 0);
    const otherMs = prefillMs - sum((op) => op.denseMs) - sum((op) => op.sparseMs);
    const estimate = estimateSpeedup({
      prefillMs: otherMs + sum((op) => op.sparseMs) + probeMs,
      probeMs,
      sparseMs: sum((op) => op.sparseMs),
      sparseWork: { rows: sum((op) => op.rows), pairs: sum((op) => op.pairs) },
      probes: probed.map(({ rows, pairs, denseMs }) => ({ rows, pairs, time: denseMs })),
    });
    const truth = (otherMs + sum((op) => op.denseMs)) / (otherMs + sum((op) => op.sparseMs));
    expect(probed).toHaveLength(3);
    expect((estimate ?? 0) / truth - 1).toBeLessThan(0.1);
    expect((estimate ?? 0) / truth - 1).toBeGreaterThan(-0.1);
  });
});
