import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModelInfo } from '../contract/models.ts';
import type { ReadDocumentParams, ReadingMetrics, ReadingProgress } from '../contract/reading.ts';
import { EngineHost, type EngineExit, type OnEvent } from './host.ts';
import { ensureModel } from './models/ensure-model.ts';
import { sampleLines } from './sample-text.ts';

// A reading of about 2,600 tokens: one whole micro-batch of 2,048 and a part of a second.
const lines = sampleLines(165);
lines[60] = 'The secret code of the harbour is 48213.';
const long: ReadDocumentParams = { name: 'harbour.txt', text: lines.join('\n'), mode: 'sparse', preset: 'finer' };
const short: ReadDocumentParams = {
  name: 'note.txt',
  text: sampleLines(8, 2).join('\n'),
  mode: 'dense',
  preset: 'finer',
};
const QUESTION = { question: 'What is the secret code of the harbour?', maxTokens: 12 };
const MINUTES = 60_000;

const host = new EngineHost();
let path: string;
let info: ModelInfo;
beforeAll(async () => {
  ({ path } = await ensureModel('starter'));
  info = await host.request('loadModel', { path });
}, 2 * MINUTES);
afterAll(() => host.stop());

/** Starts a reading and aborts it as soon as `when` says so. */
async function cancelledReading(
  when: (progress: ReadingProgress, metrics: ReadingMetrics | null) => boolean,
): Promise<unknown> {
  const abort = new AbortController();
  let metrics: ReadingMetrics | null = null;
  const onEvent: OnEvent = (event, data) => {
    if (event === 'reading.metrics') metrics = data as ReadingMetrics;
    if (event === 'reading.progress' && when(data as ReadingProgress, metrics)) abort.abort();
  };
  return await host.request('readDocument', long, { onEvent, signal: abort.signal }).then(
    () => 'not cancelled',
    (error: unknown) => (error as { code: string }).code,
  );
}

describe('the engine with the starter model', () => {
  it('tells what is loaded', () => {
    expect(info).toMatchObject({ layers: 30, trainContextSize: 8192, contextLimit: 8192 });
  });

  it(
    'leaves whole micro-batches after a cancel, answers pings, goes on from there and gives what one go gives',
    async () => {
      expect(await cancelledReading((progress, metrics) => progress.phase === 'reading' && metrics !== null)).toBe(
        'cancelled',
      );
      const { readings } = await host.request('status', {});
      expect(readings.sparse?.metrics).toMatchObject({ tokensRead: 2048, microBatches: 1, complete: false });
      await expect(host.request('ask', QUESTION)).rejects.toMatchObject({ code: 'no-document' });

      let worst = 0;
      const pings = setInterval(() => {
        const sent = performance.now();
        void host.request('ping', {}).then(() => (worst = Math.max(worst, performance.now() - sent)));
      }, 100);
      const resumed = await host.request('readDocument', long).finally(() => clearInterval(pings));
      expect(worst).toBeGreaterThan(0);
      expect(worst).toBeLessThan(1000);
      expect(resumed).toMatchObject({
        reused: false,
        resumedAt: 2048,
        metrics: { complete: true, tokensRead: resumed.metrics.tokens },
      });
      const first = await host.request('ask', QUESTION);

      await host.request('readDocument', short);
      const whole = await host.request('readDocument', long);
      expect(whole.metrics).toMatchObject({
        computed: resumed.metrics.computed,
        keptFraction: resumed.metrics.keptFraction,
      });
      const rowsCompared = ({ fidelity }: ReadingMetrics) => fidelity && { ...fidelity, ms: 0 };
      expect(rowsCompared(whole.metrics)).toEqual(rowsCompared(resumed.metrics));
      expect((await host.request('ask', QUESTION)).answer).toBe(first.answer);
    },
    5 * MINUTES,
  );

  it(
    'does not read again what is in the cache, and reports sparsity from the counters',
    async () => {
      const { reused, metrics } = await host.request('readDocument', { ...long, name: 'renamed.txt' });
      expect(reused).toBe(true);
      expect(metrics.document).toBe('renamed.txt');
      if (!info.runtime.patched) {
        expect(metrics).toMatchObject({
          mode: 'dense',
          modeReason: { code: 'no-patched-build' },
          sparsity: 0,
          speedup: null,
        });
        return;
      }
      expect(metrics).toMatchObject({ mode: 'sparse', modeReason: null, speedup: { kind: 'estimated' } });
      expect(metrics.sparsity).toBeCloseTo(1 - metrics.computed, 12);
      expect(metrics.sparsity).toBeGreaterThan(0.05);
      expect(metrics.keptFraction).toBeGreaterThan(0);
      expect(metrics.keptFraction).toBeLessThan(1);
      expect(metrics.layers).toHaveLength(30);
      expect(metrics.layers[0]?.heads).toHaveLength(9);
      const { fidelity } = metrics;
      expect(fidelity?.rows).toBeGreaterThan(100);
      expect(fidelity?.recallMean).toBeGreaterThan(0.9);
      expect(fidelity?.recallMean).toBeLessThanOrEqual(1);
      expect(fidelity?.recallLow).toBeLessThan(fidelity?.recallMean ?? 0);
      expect(fidelity?.errorMean).toBeGreaterThan(0);
      expect(fidelity?.ms).toBeLessThanOrEqual(metrics.probeMs);
    },
    5 * MINUTES,
  );

  it(
    'answers in pieces, greedily the same each time, and keeps the document',
    async () => {
      let text = '';
      const onEvent: OnEvent = (event, data) => {
        if (event === 'answer.token') text += (data as { text: string }).text;
      };
      const one = await host.request('ask', QUESTION, { onEvent });
      const two = await host.request('ask', QUESTION);
      expect(text).toBe(one.answer);
      expect(one.answer.length).toBeGreaterThan(0);
      expect(two.answer).toBe(one.answer);
      const sampled = { ...QUESTION, temperature: 1, seed: 7 };
      expect((await host.request('ask', sampled)).answer).toBe((await host.request('ask', sampled)).answer);
      await expect(host.request('ask', { ...QUESTION, maxTokens: 100_000 })).rejects.toMatchObject({
        code: 'question-too-long',
      });
    },
    3 * MINUTES,
  );

  it(
    'stops an answer on cancel and can answer again',
    async () => {
      const abort = new AbortController();
      const asked = host.request(
        'ask',
        { ...QUESTION, maxTokens: 400 },
        { signal: abort.signal, onEvent: () => abort.abort() },
      );
      await expect(asked).rejects.toMatchObject({ code: 'cancelled' });
      expect((await host.request('ask', { ...QUESTION, maxTokens: 2 })).tokens).toBeLessThanOrEqual(2);
    },
    2 * MINUTES,
  );

  it(
    'says how many tokens of how many fit, and keeps what it has',
    async () => {
      const tooLong = { ...long, text: sampleLines(1200, 3).join('\n') };
      const error: unknown = await host.request('readDocument', tooLong).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'document-too-long', data: { contextSize: 8192 } });
      expect((error as { data: { tokens: number; fit: number } }).data.tokens).toBeGreaterThan(8192);
      expect((await host.request('readDocument', long)).reused).toBe(true);
    },
    MINUTES,
  );

  it(
    'measures a speedup when a document was read both ways',
    async () => {
      const text = sampleLines(90, 4).join('\n');
      const dense = await host.request('readDocument', { ...short, text });
      expect(dense.metrics).toMatchObject({ mode: 'dense', speedup: null, sparsity: 0, probeMs: 0 });
      const sparse = await host.request('readDocument', { ...short, text, mode: 'sparse' });
      if (!info.runtime.patched) return;
      expect(sparse.metrics.speedup?.kind).toBe('measured');
      const { prefillMs, probeMs } = sparse.metrics;
      expect(sparse.metrics.speedup?.value).toBeCloseTo(dense.metrics.prefillMs / (prefillMs - probeMs), 6);
    },
    3 * MINUTES,
  );

  it(
    'measures the speedup of a reading in parts by the times of its whole micro-batches',
    async () => {
      const text = sampleLines(165, 5).join('\n');
      const abort = new AbortController();
      const inFirst: OnEvent = (event, data) => {
        if (event === 'reading.progress' && (data as ReadingProgress).phase === 'reading') abort.abort();
      };
      const cancelled = host.request('readDocument', { ...long, text }, { onEvent: inFirst, signal: abort.signal });
      await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
      expect((await host.request('status', {})).readings.sparse?.metrics.tokensRead).toBe(0);

      const again = new AbortController();
      const afterFirst: OnEvent = (event) => {
        if (event === 'reading.metrics') again.abort();
      };
      const part = host.request('readDocument', { ...long, text }, { onEvent: afterFirst, signal: again.signal });
      await expect(part).rejects.toMatchObject({ code: 'cancelled' });
      const sparse = await host.request('readDocument', { ...long, text });
      expect(sparse).toMatchObject({ resumedAt: 2048, metrics: { complete: true } });
      const dense = await host.request('readDocument', { ...long, text, mode: 'dense' });
      if (!info.runtime.patched) return;
      expect(dense.metrics.speedup?.kind).toBe('measured');
      const value = dense.metrics.prefillMs / (sparse.metrics.prefillMs - sparse.metrics.probeMs);
      expect(dense.metrics.speedup?.value).toBeCloseTo(value, 6);
      const { readings } = await host.request('status', {});
      expect(readings.sparse?.metrics.speedup).toEqual(dense.metrics.speedup);
    },
    5 * MINUTES,
  );

  it('refuses what it cannot do with a code', async () => {
    await expect(host.request('readDocument', { ...short, text: ' \n' })).rejects.toMatchObject({
      code: 'document-empty',
    });
    const params = { group: 0, pool: 1, theta: 1, reference: 'max', sink: 0, window: 0, minKeys: 0 } as const;
    await expect(host.request('readDocument', { ...short, preset: 'custom', params })).rejects.toMatchObject({
      code: 'parameter-out-of-range',
      data: { name: 'group' },
    });
    await expect(host.request('loadModel', { path: `${path}.nowhere` })).rejects.toMatchObject({
      code: 'model-missing',
    });
    await expect(host.request('ask', QUESTION)).rejects.toMatchObject({ code: 'no-model' });
  });

  it(
    'tells when its process dies, and another can be started',
    async () => {
      const ended = new Promise<EngineExit>((resolve) => host.once('exit', resolve));
      const asked = host.request('loadModel', { path });
      process.kill(host.pid ?? 0, 'SIGKILL');
      await expect(asked).rejects.toMatchObject({ code: 'engine-exited' });
      expect(await ended).toMatchObject({ kind: 'crashed', signal: 'SIGKILL' });
      expect((await host.request('status', {})).model).toBeNull();
    },
    MINUTES,
  );
});
