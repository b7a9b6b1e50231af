import { describe, expect, it } from 'vitest';
import { paceSamples, type TimedBatch } from './pace-samples.ts';

const batch = (past: number, times: Partial<TimedBatch> = {}): TimedBatch => ({
  rows: 2048,
  past,
  wallMs: 100,
  probeMs: 0,
  sparseMs: 0,
  sparseWork: { rows: 0, pairs: 0 },
  ...times,
});

describe('paceSamples', () => {
  it('takes the wall time of a dense reading', () => {
    expect(paceSamples('dense', [batch(0), batch(2048, { wallMs: 120 })], [])).toEqual([
      { rows: 2048, past: 0, sparseMs: null, denseMs: 100 },
      { rows: 2048, past: 2048, sparseMs: null, denseMs: 120 },
    ]);
  });

  it('puts dense ops in the place of sparse ones, at the price of the probes, and leaves the probes out', () => {
    const sparse = batch(2048, { probeMs: 10, sparseMs: 20, sparseWork: { rows: 30, pairs: 3000 } });
    const [sample] = paceSamples('sparse', [sparse], [{ rows: 1, pairs: 100, time: 2 }]);
    // 3000 pairs at 0.02 ms, and 70 ms outside attention
    expect(sample).toEqual({ rows: 2048, past: 2048, sparseMs: 90, denseMs: 130 });
  });

  it('knows no dense time without a usable probe, except where nothing ran sparse', () => {
    const sparse = batch(2048, { sparseMs: 20, sparseWork: { rows: 30, pairs: 3000 } });
    expect(paceSamples('sparse', [batch(0), sparse], [])).toEqual([
      { rows: 2048, past: 0, sparseMs: 100, denseMs: 100 },
      { rows: 2048, past: 2048, sparseMs: 100, denseMs: null },
    ]);
  });
});
