import { describe, expect, it } from 'vitest';
import type { ReadingMetrics } from '../contract/reading.ts';
import { PRESET_PARAMS } from '../contract/presets.ts';
import { duration, leftOutText, progressLine, readingReport } from './report.ts';

const metrics: ReadingMetrics = {
  document: 'whale.txt',
  model: 'starter',
  modeAsked: 'sparse',
  mode: 'sparse',
  modeReason: null,
  preset: 'paper',
  params: { ...PRESET_PARAMS.paper },
  documentTokens: 7000,
  tokens: 7040,
  tokensRead: 7040,
  microBatches: 4,
  complete: true,
  prefillMs: 30_000,
  tokensPerSecond: 234.6,
  computed: 0.25,
  sparsity: 0.75,
  identifyShare: 0.004,
  keptFraction: 0.2,
  layers: [],
  denseLayers: [0, 1, 2, 5].map((layer) => ({ layer, reason: 'short' as const, microBatches: 1 })),
  speedup: { value: 1.5, kind: 'estimated' },
  estimatedSpeedup: 1.5,
  attentionMs: 10_000,
  otherMs: 19_500,
  probeMs: 500,
};

describe('readingReport', () => {
  it('says what ran, how fast, how sparse, what was dense and why, and of what kind the speedup is', () => {
    const text = readingReport(metrics, false);
    for (const part of [
      '7,000 tokens',
      'sparse, preset paper',
      '30.0 s',
      '235 tokens/s',
      '75.0%',
      '20.0%',
      '1.50x over dense (estimated',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).toContain('layers 0-2, 5 in 1 of 4 micro-batches: too few tokens');
  });

  it('tells what was compared with dense attention, where something was', () => {
    expect(readingReport(metrics, false)).not.toContain('checked live');
    const fidelity = {
      rows: 1234,
      pairs: 5_000_000,
      recallMean: 0.991,
      recallLow: 0.93,
      errorMean: 0.023,
      errorHigh: 0.4,
      ms: 80,
    };
    expect(readingReport({ ...metrics, fidelity }, false)).toMatch(
      /checked live +1,234 rows, mean recall 99\.1%, lowest 93\.0%, mean output error 2\.3%/,
    );
  });

  it('says from where on it was sparse, where that is not the start', () => {
    expect(readingReport({ ...metrics, gainKeys: 2048 }, false)).toMatch(/crossover +sparse from 2,048 tokens on/);
    expect(readingReport({ ...metrics, gainKeys: 0 }, false)).not.toContain('crossover');
  });

  it('says what the setting lost when the model was calibrated, where that is known', () => {
    const calibratedLoss = { kl: 0.0213, top1: 0.987, tokens: 3072 };
    expect(readingReport({ ...metrics, calibratedLoss }, false)).toContain(
      '0.021 nats, the same likeliest token in 98.7%, on copied text of 3,072 tokens',
    );
    for (const unknown of [metrics, { ...metrics, calibratedLoss: null }]) {
      expect(readingReport(unknown, false)).not.toContain('nats');
    }
  });

  it('says why a sparse reading ran dense', () => {
    const text = readingReport(
      {
        ...metrics,
        mode: 'dense',
        modeReason: { code: 'no-patched-build', text: 'the build is missing' },
        speedup: null,
      },
      false,
    );
    expect(text).toContain('dense, not sparse as asked: the build is missing');
    expect(text).not.toContain('kept');
  });
});

it('progress tells tokens, speed, time left and the layer', () => {
  const line = progressLine({
    phase: 'reading',
    tokens: 1000,
    totalTokens: 4000,
    tokensPerSecond: 210.4,
    secondsLeft: 14.2,
    layer: 3,
    layers: 30,
    sparsity: 0,
  });
  expect(line).toBe('reading: 1,000 of 4,000 tokens (25.0%), 210 tokens/s, 14.2 s left, layer 3 of 30');
});

it('durations', () => {
  expect([duration(850), duration(12_340), duration(245_000)]).toEqual(['850 ms', '12.3 s', '4 min 05 s']);
});

describe('what was left out of a folder', () => {
  it('names what one may miss and counts the rest', () => {
    const text = leftOutText([
      { path: 'picture.png', reason: 'binary' },
      { path: 'a.log', reason: 'too-large' },
      { path: 'b', reason: 'link' },
      { path: 'c', reason: 'unreadable' },
      { path: 'd', reason: 'unreadable' },
    ]);
    expect(text).toBe('left out of the document: a.log (too large), b (a link), c (unreadable) and 1 more\n');
  });

  it('says nothing of binaries and ignored files', () => {
    expect(
      leftOutText([
        { path: 'picture.png', reason: 'binary' },
        { path: 'dist/', reason: 'ignored' },
      ]),
    ).toBe('');
  });
});
