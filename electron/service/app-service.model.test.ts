import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { APP_EVENTS, type AppMessage, type AppMethod, type AppParams, type AppResult } from '../contract/app.ts';
import type { DocumentState } from '../contract/documents.ts';
import { fromWire } from '../contract/errors.ts';
import type { ReadingProgress } from '../contract/reading.ts';
import { appState, type AppState } from '../contract/state.ts';
import { launchChild, type EngineProcess } from '../engine/launch.ts';
import { ensureModel } from '../engine/models/ensure-model.ts';
import { launchParser } from './parser-launch.ts';
import { AppService } from './app-service.ts';

const MINUTES = 60_000;
const QUESTION = 'What is the name of the narrator?';

let folder: string;
let service: AppService;
let engine: EngineProcess;
const messages: AppMessage[] = [];

beforeAll(async () => {
  await ensureModel('starter');
  folder = await mkdtemp(join(tmpdir(), 'anchorite-service-'));
  const launch = launchChild();
  service = new AppService({
    launchParser: launchParser(),
    dataFolder: folder,
    launchEngine: () => (engine = launch()),
    host: { kind: 'window', version: '0.0.0', paths: true },
    onMessage: (message) => {
      APP_EVENTS[message.event].parse(message.data);
      messages.push(message);
    },
    startModel: 'starter',
  });
  await service.start();
}, 2 * MINUTES);

afterAll(async () => {
  await service.stop();
  await rm(folder, { recursive: true, force: true });
});

async function call<M extends AppMethod>(method: M, params: AppParams<M>): Promise<AppResult<M>> {
  const reply = await service.handle({ method, params });
  if (!reply.ok) throw fromWire(reply.error);
  return reply.result as AppResult<M>;
}

async function until(wanted: (state: AppState) => boolean): Promise<AppState> {
  for (;;) {
    const state = appState.parse(await call('app.state', {}));
    if (wanted(state)) return state;
    await new Promise((resume) => setTimeout(resume, 20));
  }
}

const hasTimes = (document: DocumentState | undefined) =>
  document !== undefined && document.expected.sparse !== null && document.expected.dense !== null;

const ask = (documentId: string, mode: 'sparse' | 'dense', answerId: string) =>
  call('answer.ask', { answerId, documentId, mode, preset: 'balanced', question: QUESTION });

const tokensOf = (answerId: string) =>
  messages
    .filter(({ event }) => event === 'answer.token')
    .map(({ data }) => data as { answerId: string; text: string })
    .filter((token) => token.answerId === answerId)
    .map(({ text }) => text)
    .join('');

it(
  'counts, reads both ways, measures, answers, and goes on after its engine was killed',
  async () => {
    const { id } = await call('document.sample', {});
    const document = async (): Promise<DocumentState> => {
      const { documents } = await until(() => true);
      const found = documents.find((other) => other.id === id);
      if (found === undefined) throw new Error('the sample is not open');
      return found;
    };

    // Counted and calibrated by itself.
    const { engine: loaded } = await until(({ documents, activity }) => hasTimes(documents[0]) && activity === null);
    const patched = loaded.kind === 'ready' && loaded.model.runtime.patched;
    const counted = await document();
    expect(counted.size).toMatchObject({ fits: true, contextLimit: 8192 });
    expect(counted.expected).toMatchObject({ sparse: { basis: 'calibration' }, dense: { basis: 'calibration' } });

    // A reading that is cancelled is gone on with.
    const cancelled = call('reading.start', { documentId: id, mode: 'sparse', preset: 'balanced' });
    cancelled.catch(() => undefined);
    await until(({ documents }) => documents[0]?.readings.sparse?.metrics.complete === false);
    expect(await call('reading.cancel', {})).toEqual({ found: true });
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    const part = (await document()).readings.sparse?.metrics.tokensRead ?? 0;
    expect(part).toBeGreaterThanOrEqual(2048);
    const resumed = await call('reading.start', { documentId: id, mode: 'sparse', preset: 'balanced' });
    expect(resumed.resumedAt).toBe(part);

    const dense = await call('reading.start', { documentId: id, mode: 'dense', preset: 'balanced' });
    expect(dense.droppedOther).toBe(false);
    const both = await document();
    expect(both.readings).toMatchObject({
      sparse: { inMemory: true, metrics: { complete: true } },
      dense: { inMemory: true, metrics: { complete: true, documentTokens: counted.size?.documentTokens } },
    });
    expect(both.expected).toMatchObject({ sparse: { basis: 'history' }, dense: { basis: 'history' } });
    const progress = messages
      .filter(({ event }) => event === 'reading.progress')
      .map(({ data }) => data as { mode: string | null; progress: ReadingProgress });
    expect(progress.some(({ mode, progress: { phase } }) => mode === 'dense' && phase === 'reading')).toBe(true);

    // Each answers from the reading that was asked for, without another one.
    for (const mode of ['sparse', 'dense'] as const) {
      const answer = await ask(id, mode, mode);
      expect(answer).toMatchObject({ mode, readAgain: false });
      expect(answer.answer).not.toBe('');
      expect(tokensOf(mode).trim()).toBe(answer.answer.trim());
    }

    if (engine.pid === undefined) throw new Error('no engine runs');
    process.kill(engine.pid, 'SIGKILL');
    const { fault, documents } = await until((state) => state.fault !== null);
    expect(fault).toMatchObject({ how: 'SIGKILL', during: null });
    expect(documents[0]?.readings).toMatchObject({ sparse: { inMemory: false }, dense: { inMemory: false } });

    // Asked while it comes up again; the dense reading after it measures the speedup.
    const again = await ask(id, 'sparse', 'again');
    expect(again).toMatchObject({ mode: 'sparse', readAgain: true });
    expect(again.answer).not.toBe('');
    const measured = await call('reading.start', { documentId: id, mode: 'dense', preset: 'balanced' });
    const { readings } = await document();
    if (patched) {
      expect(measured.metrics.speedup?.kind).toBe('measured');
      expect(readings.sparse?.metrics.speedup).toEqual(measured.metrics.speedup);
      expect(readings.dense?.metrics.speedup).toEqual(measured.metrics.speedup);
    }

    const pace = JSON.parse(await readFile(join(folder, 'pace.json'), 'utf8')) as { entries: { basis: string }[] };
    expect(new Set(pace.entries.map(({ basis }) => basis))).toEqual(new Set(['calibration', 'history']));
  },
  10 * MINUTES,
);
