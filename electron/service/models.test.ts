import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EngineError } from '../contract/errors.ts';
import type { AppState } from '../contract/state.ts';
import { untilCancelled, type Work } from './fixtures/fake-engine.ts';
import { CODER_FILE, RunningService, STARTER_FILE, NO_DIALOGS } from './fixtures/running-service.ts';

const CODER = 'qwen2.5-coder-1.5b';
const SIZE = 1117320768;

let running: RunningService;
beforeEach(async () => {
  running = await RunningService.make();
  await running.ready();
});
afterEach(() => running.end());

const fileOf = (state: AppState, id = CODER) => state.models.find((model) => model.id === id)?.file;
const kept = () => join(running.folder, 'models', `${CODER_FILE}.partial`, 'pip', 'payload');

/** A download that lays some bytes down, reports and then does `then`. */
function downloads(then: (work: Work) => unknown): void {
  running.engine.does.fetchModel = async ({ id }: { id: string }, work: Work) => {
    await mkdir(join(kept(), '..'), { recursive: true });
    await writeFile(kept(), Buffer.alloc(100_000, 1));
    for (const bytesDone of [50_000, 100_000]) {
      work.emit('model.fetching', { model: id, phase: 'download', bytesDone, bytesTotal: SIZE });
    }
    return await then(work);
  };
}

describe('the catalogue', () => {
  it('says what is there, what is for trying out and what suits the machine', async () => {
    const state = await running.state();
    expect(fileOf(state, 'starter')).toEqual({ kind: 'ready' });
    expect(fileOf(state)).toEqual({ kind: 'absent' });
    expect(state.models.filter(({ demo }) => demo).map(({ id }) => id)).toEqual(['starter']);
    expect(state.models.map(({ id }) => id)).toContain(state.recommendation?.id);
  });

  it('refuses what is not there', async () => {
    await expect(running.call('model.use', { id: CODER })).rejects.toMatchObject({
      code: 'model-unavailable',
      data: { kind: 'missing-file' },
    });
    for (const method of ['model.use', 'model.download', 'model.pause', 'model.discard'] as const) {
      await expect(running.call(method, { id: 'none' })).rejects.toMatchObject({
        code: 'model-unavailable',
        data: { kind: 'unknown-model' },
      });
    }
  });
});

describe('a download', () => {
  it('runs in a process of its own, and its model is loaded when it is there', async () => {
    downloads(async () => {
      const path = await running.file(join('models', CODER_FILE), 'weights');
      return { path };
    });
    await running.call('model.download', { id: CODER });
    expect(fileOf(await running.state())?.kind).toBe('downloading');
    const state = await running.until(({ engine }) => engine.kind === 'ready' && engine.id === CODER);
    expect(fileOf(state)).toEqual({ kind: 'ready' });
    expect(state.settings.model).toBe(CODER);
    expect(running.engine.processes).toHaveLength(2);
  });

  it('waits with loading while the user waits for an answer', async () => {
    const { id } = await running.call('document.sample', {});
    let answer: () => void = () => undefined;
    running.engine.does.ask = async () => {
      await new Promise<void>((resolve) => (answer = resolve));
      throw new EngineError('question-too-long', { tokens: 1, fit: 0 });
    };
    const asking = running.call('answer.ask', {
      answerId: 'a',
      documentId: id,
      mode: 'sparse',
      preset: 'finer',
      question: 'Who?',
    });
    await running.until(() => running.engine.count('ask') === 1);
    downloads(async () => ({ path: await running.file(join('models', CODER_FILE), 'weights') }));
    await running.call('model.download', { id: CODER });
    const state = await running.until((now) => fileOf(now)?.kind === 'ready');
    expect(state.engine).toMatchObject({ kind: 'ready', id: 'starter' });
    answer();
    await expect(asking).rejects.toMatchObject({ code: 'question-too-long' });
    await running.until(({ engine }) => engine.kind === 'ready' && engine.id === CODER);
  });

  it('can be paused, continued and discarded; only one runs at a time', async () => {
    downloads((work) => untilCancelled(work));
    await running.call('model.download', { id: CODER });
    await running.until(() => running.engine.count('fetchModel') === 1);
    await expect(running.call('model.download', { id: 'qwen2.5-7b' })).rejects.toMatchObject({ code: 'busy' });
    await running.until((state) => {
      const file = fileOf(state);
      return file?.kind === 'downloading' && file.progress.phase === 'download';
    });
    await running.call('model.pause', { id: CODER });
    const paused = fileOf(await running.state());
    expect(paused).toMatchObject({ kind: 'paused' });
    expect(paused?.kind === 'paused' && paused.bytesDone).toBeGreaterThanOrEqual(100_000);

    await running.call('model.download', { id: CODER });
    const again = fileOf(await running.state());
    expect(again).toMatchObject({ kind: 'downloading', stopping: false });
    await running.until(() => running.engine.count('fetchModel') === 2);
    await running.call('model.discard', { id: CODER });
    expect(fileOf(await running.state())).toEqual({ kind: 'absent' });
    await expect(stat(kept())).rejects.toMatchObject({ code: 'ENOENT' });
    expect((await running.state()).engine).toMatchObject({ kind: 'ready', id: 'starter' });
  });

  it('that fails says why, can be tried again and leaves the model that answers alone', async () => {
    downloads(() => {
      throw new EngineError('model-unavailable', {
        kind: 'download-failed',
        detail: 'could not download:\n  no network',
      });
    });
    await running.call('model.download', { id: CODER });
    const state = await running.until((now) => fileOf(now)?.kind === 'failed');
    expect(fileOf(state)).toMatchObject({ message: 'could not download:\n  no network' });
    expect(state.engine).toMatchObject({ kind: 'ready', id: 'starter' });
    expect(state.fault).toBeNull();
    downloads(async () => ({ path: await running.file(join('models', CODER_FILE), 'weights') }));
    await running.call('model.download', { id: CODER });
    await running.until(({ engine }) => engine.kind === 'ready' && engine.id === CODER);
  });

  it('whose process ends is a failed download, no fault of the engine', async () => {
    downloads(() => {
      running.engine.crash('SIGBUS');
      return new Promise(() => undefined);
    });
    await running.call('model.download', { id: CODER });
    const state = await running.until((now) => fileOf(now)?.kind === 'failed');
    const file = fileOf(state);
    expect(file?.kind === 'failed' && file.message).toContain('SIGBUS');
    expect(file?.kind === 'failed' && file.bytesDone).toBeGreaterThanOrEqual(100_000);
    expect(state.fault).toBeNull();
    await running.call('model.discard', { id: CODER });
    expect(fileOf(await running.state())).toEqual({ kind: 'absent' });
  });
});

describe('a file of the user’s own', () => {
  it('is chosen in the dialog; closing that changes nothing', async () => {
    await running.end();
    let chosen: string | null = null;
    const dialogs = { ...NO_DIALOGS, chooseModel: () => Promise.resolve(chosen) };
    running = await RunningService.make([STARTER_FILE], { dialogs });
    await running.ready();
    expect(await running.call('model.choose', {})).toBeNull();
    expect(await running.call('document.choose', { kind: 'file' })).toBeNull();
    chosen = await running.file('own.gguf', 'weights');
    expect(await running.call('model.choose', {})).toEqual({ path: chosen });
    expect((await running.state()).engine).toMatchObject({ kind: 'ready', id: chosen, title: 'own' });
  });
});
