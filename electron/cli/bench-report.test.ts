import { describe, expect, it } from 'vitest';
import { PRESET_PARAMS } from '../contract/presets.ts';
import type { ReadingMetrics } from '../contract/reading.ts';
import { benchReport, betterMicroBatch, type BenchReadings } from './bench-report.ts';
import { benchTable } from './bench-table.ts';
import { median } from './samples.ts';

const setting = { model: 'm', tokens: 1000, preset: 'fine', threads: 2, cpu: 'c', commit: null, seed: null } as const;
const reading = (part: Partial<ReadingMetrics>) =>
  ({
    params: PRESET_PARAMS.fine,
    probeMs: 0,
    attentionMs: null,
    otherMs: null,
    estimatedSpeedup: null,
    computed: 1,
    identifyShare: 0,
    ...part,
  }) as ReadingMetrics;
const denseTrials = [
  { microBatch: 2048, ms: 100 },
  { microBatch: 512, ms: 110 },
];
const readings = (part: Partial<BenchReadings>): BenchReadings => ({
  ...{ dense: [reading({ prefillMs: 100 })], keepAll: [reading({ prefillMs: 80 })], stock: [], denseTrials },
  sparse: [reading({ prefillMs: 50 })],
  ...part,
});

describe('benchReport', () => {
  it('compares medians, the probes left out of the sparse time', () => {
    const report = benchReport(
      setting,
      readings({
        dense: [100, 90, 140].map((prefillMs) => reading({ prefillMs })),
        sparse: [55, 50, 70].map((prefillMs) =>
          reading({ prefillMs, probeMs: 5, attentionMs: 15, otherMs: 40, estimatedSpeedup: 1.5, computed: 0.2 }),
        ),
        keepAll: [reading({ prefillMs: 70, attentionMs: 30, otherMs: 40 })],
      }),
    );
    expect(report).toMatchObject({
      densePrefillMs: 100,
      denseMicroBatch: 2048,
      sparsePrefillMs: 50,
      keepAllPrefillMs: 70,
      speedup: 2,
      attentionSpeedup: 4,
      kernelSpeedup: 2,
      sparsitySpeedup: 2,
      amdahlLimit: 2.5,
      limitReached: 0.8,
      params: PRESET_PARAMS.fine,
    });
    expect(report.estimateError).toBeCloseTo(-0.25, 12);
    expect(benchTable(report)).not.toContain('FAR OFF');
    expect(benchTable(report)).toContain('attention alone 4.00x: the kernel 2.00x, leaving keys out 2.00x');
  });

  it('flags an estimate more than a quarter off and stays quiet without counters', () => {
    const far = benchReport(setting, readings({ sparse: [reading({ prefillMs: 50, estimatedSpeedup: 1.4 })] }));
    expect(benchTable(far)).toContain('-30.0% against measured FAR OFF');
    expect(far).toMatchObject({ attentionSpeedup: null, kernelSpeedup: null, amdahlLimit: null, limitReached: null });
  });

  it('holds dense against stock llama-bench and flags more than 5%', () => {
    const near = benchReport(setting, readings({ stock: [97, 200, 90] }));
    expect(near.llamaBenchMs).toBe(97);
    expect(near.llamaBenchDifference).toBeCloseTo(100 / 97 - 1, 12);
    expect(benchTable(near)).toContain('dense takes +3.1%');
    expect(benchTable(near)).not.toContain('FAR OFF');
    expect(benchTable(benchReport(setting, readings({ stock: [110] })))).toContain('dense takes -9.1% FAR OFF');
    expect(benchTable(benchReport(setting, readings({})))).toContain('llama-bench was not run');
  });

  it('takes the micro-batch that was faster for dense', () => {
    expect(betterMicroBatch(denseTrials)).toBe(2048);
    expect(betterMicroBatch(denseTrials.map(({ microBatch, ms }) => ({ microBatch, ms: -ms })))).toBe(512);
  });
});

it('median of even and odd numbers of values', () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([])]).toEqual([2, 2.5, NaN]);
});
