import { describe, expect, it } from 'vitest';
import type { ReadingMetrics } from '../contract/reading.ts';
import { benchReport, benchTable, median } from './bench-report.ts';

const setting = { model: 'm', tokens: 1000, preset: 'fine', threads: 2, cpu: 'c', commit: null, seed: null } as const;
const reading = (part: Partial<ReadingMetrics>) =>
  ({
    probeMs: 0,
    attentionMs: null,
    otherMs: null,
    estimatedSpeedup: null,
    computed: 1,
    identifyShare: 0,
    ...part,
  }) as ReadingMetrics;

describe('benchReport', () => {
  it('compares medians, the probes left out of the sparse time', () => {
    const report = benchReport(
      setting,
      [100, 90, 140].map((prefillMs) => reading({ prefillMs })),
      [55, 50, 70].map((prefillMs) =>
        reading({ prefillMs, probeMs: 5, attentionMs: 15, otherMs: 40, estimatedSpeedup: 1.5, computed: 0.2 }),
      ),
    );
    expect(report).toMatchObject({
      densePrefillMs: 100,
      sparsePrefillMs: 50,
      speedup: 2,
      attentionSpeedup: 4,
      amdahlLimit: 2.5,
    });
    expect(report.estimateError).toBeCloseTo(-0.25, 12);
    expect(benchTable(report)).not.toContain('FAR OFF');
  });

  it('flags an estimate more than a quarter off and stays quiet without counters', () => {
    const far = benchReport(
      setting,
      [reading({ prefillMs: 100 })],
      [reading({ prefillMs: 50, estimatedSpeedup: 1.4 })],
    );
    expect(benchTable(far)).toContain('-30.0% against measured FAR OFF');
    expect(far).toMatchObject({ attentionSpeedup: null, amdahlLimit: null });
  });
});

it('median of even and odd numbers of values', () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([])]).toEqual([2, 2.5, NaN]);
});
