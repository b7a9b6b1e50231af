import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReadingProgress } from '../contract/reading.ts';
import { EngineHost, type OnEvent } from './host.ts';
import { ensureModel } from './models/ensure-model.ts';
import { sampleLines } from './sample-text.ts';

const TEXT = sampleLines(40, 21).join('\n');
const host = new EngineHost();
beforeAll(async () => {
  await host.request('loadModel', { path: (await ensureModel('starter')).path });
}, 120_000);
afterAll(() => host.stop());

describe('calibrate', () => {
  it('times sparse and dense without touching what was read', { timeout: 180_000 }, async () => {
    await host.request('readDocument', { name: 'note', text: TEXT, mode: 'sparse', preset: 'finer' });
    const before = (await host.request('status', {})).readings;
    const { pace } = await host.request('calibrate', { preset: 'finer' });
    expect(pace[0]).toMatchObject({ rows: 2048, past: 0 });
    if (pace.length > 1) expect(pace[1]).toMatchObject({ rows: 2048, past: 2048 });
    for (const { sparseMs, denseMs } of pace) {
      expect(sparseMs).toBeGreaterThan(0);
      expect(denseMs).toBeGreaterThan(0);
    }
    expect((await host.request('status', {})).readings).toEqual(before);
    await host.request('ask', { question: 'Which lamp?', maxTokens: 1 });
  });

  it('stops inside a micro-batch when it is cancelled', { timeout: 60_000 }, async () => {
    const abort = new AbortController();
    const calibrating = host.request('calibrate', { preset: 'finer' }, { signal: abort.signal });
    setTimeout(() => abort.abort(), 1_000);
    await expect(calibrating).rejects.toMatchObject({ code: 'cancelled' });
    await host.request('ask', { question: 'Which lamp?', maxTokens: 1 });
  });
});

describe('countTokens', () => {
  const phases = () => {
    const seen: ReadingProgress['phase'][] = [];
    const onEvent: OnEvent = (event, data) => {
      if (event === 'reading.progress') seen.push((data as ReadingProgress).phase);
    };
    return { seen, onEvent };
  };

  it('counts as a reading does, which then need not do it again', { timeout: 120_000 }, async () => {
    const text = sampleLines(40, 22).join('\n');
    const counting = phases();
    const counted = await host.request('countTokens', { text }, { onEvent: counting.onEvent });
    expect(counting.seen).toContain('tokenizing');
    expect(counted).toMatchObject({ contextLimit: 8192 });
    const reading = phases();
    const request = { name: 'note', text, mode: 'dense', preset: 'finer' } as const;
    const { metrics } = await host.request('readDocument', request, { onEvent: reading.onEvent });
    expect(reading.seen).not.toContain('tokenizing');
    expect(metrics).toMatchObject({ documentTokens: counted.documentTokens, tokens: counted.tokens });
  });

  it('says how much fits, as the reading does', async () => {
    const text = sampleLines(1200, 3).join('\n');
    const { fit, documentTokens } = await host.request('countTokens', { text });
    const request = { name: 'long', text, mode: 'sparse', preset: 'finer' } as const;
    await expect(host.request('readDocument', request)).rejects.toMatchObject({
      code: 'document-too-long',
      data: { fit, tokens: documentTokens },
    });
    expect(await host.request('countTokens', { text: '' })).toMatchObject({ documentTokens: 0, fit });
  });

  it('can be cancelled', async () => {
    const abort = new AbortController();
    const text = sampleLines(40_000, 23).join('\n');
    const counting = host.request('countTokens', { text }, { signal: abort.signal, onEvent: () => abort.abort() });
    await expect(counting).rejects.toMatchObject({ code: 'cancelled' });
  });
});
