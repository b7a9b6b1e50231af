import { afterAll, expect, it } from 'vitest';
import { EngineHost } from './host.ts';
import { launchChild } from './launch.ts';
import { ensureModel } from './models/ensure-model.ts';
import { sampleLines } from './sample-text.ts';

const host = new EngineHost({ launch: launchChild({ env: { ...process.env, ANCHORITE_RUNTIME: 'prebuilt' } }) });
afterAll(() => host.stop());

it('without sparse prefill one reading serves both modes', { timeout: 120_000 }, async () => {
  await host.request('loadModel', { path: (await ensureModel('starter')).path });
  const request = { name: 'note', text: sampleLines(30, 31).join('\n'), preset: 'finer' } as const;
  const sparse = await host.request('readDocument', { ...request, mode: 'sparse' });
  expect(sparse.metrics).toMatchObject({ mode: 'dense', modeReason: { code: 'no-patched-build' } });
  expect(sparse.pace).toMatchObject([{ sparseMs: null, denseMs: sparse.metrics.prefillMs }]);
  const dense = await host.request('readDocument', { ...request, mode: 'dense' });
  expect(dense).toMatchObject({ reused: true, metrics: { mode: 'dense', modeReason: null } });
  const { readings } = await host.request('status', {});
  expect(readings.sparse).toEqual(readings.dense);
  const question = { question: 'Which lamp?', maxTokens: 4 };
  const answers = [];
  for (const mode of ['sparse', 'dense'] as const)
    answers.push((await host.request('ask', { ...question, mode })).answer);
  expect(answers[0]).toBe(answers[1]);
  const { pace } = await host.request('calibrate', { preset: 'finer' });
  expect(pace[0]).toMatchObject({ rows: 2048, past: 0, sparseMs: null });
});
