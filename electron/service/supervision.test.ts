import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { EngineError } from '../contract/errors.ts';
import type { Activity } from '../contract/state.ts';
import { launchChild, neverStarted } from '../engine/launch.ts';
import { FakeEngine, modelInfo, untilCancelled, type Work } from './fixtures/fake-engine.ts';
import { CODER_FILE, reading, RunningService, STARTER_FILE } from './fixtures/running-service.ts';

let running: RunningService;
afterEach(() => running.end());

const isReady = (id: string) => (state: { engine: { kind: string; id?: string } }) =>
  state.engine.kind === 'ready' && state.engine.id === id;

/** Loading this file crashes the engine or fails, as `how` says; every other file loads. */
function failsToLoad(file: string, how: () => unknown): void {
  running.engine.does.loadModel = ({ path }: { path: string }) => (path.endsWith(file) ? how() : modelInfo(path));
}

describe('the model at the start', () => {
  it('is none where none is on the machine', async () => {
    running = await RunningService.make([]);
    await running.service.start();
    await running.until(({ engine }) => engine.kind === 'no-model');
    const { id } = await running.call('document.sample', {});
    await expect(
      running.call('reading.start', { documentId: id, mode: 'sparse', preset: 'fine' }),
    ).rejects.toMatchObject({ code: 'no-model' });
  });

  it('is the one of the settings, else the best that is there', async () => {
    running = await RunningService.make([STARTER_FILE, CODER_FILE]);
    const best = await running.ready();
    expect(best.engine).toMatchObject({ id: 'qwen2.5-coder-1.5b', preset: 'balanced' });
    await running.end();

    running = await RunningService.make([STARTER_FILE, CODER_FILE]);
    await running.file('data/settings.json', JSON.stringify({ theme: 'dark', welcomeClosed: true, model: 'starter' }));
    const state = await running.ready();
    expect(state.engine).toMatchObject({ id: 'starter', preset: 'balanced' });
    expect(state.settings.theme).toBe('dark');
  });

  it('is the best one where the file of the settings is gone, or the settings are damaged', async () => {
    running = await RunningService.make();
    await running.file('data/settings.json', JSON.stringify({ theme: 'dark', welcomeClosed: true, model: '/no.gguf' }));
    expect((await running.ready()).engine).toMatchObject({ id: 'starter' });
    await running.end();

    running = await RunningService.make();
    await running.file('data/settings.json', '{"theme": "pink"}');
    expect((await running.ready()).settings).toEqual({ theme: 'system', welcomeClosed: false, model: null });
    expect(await readFile(join(running.folder, 'data/settings.json.broken'), 'utf8')).toContain('pink');
  });

  it('is the one of settings that another version of the app wrote', async () => {
    running = await RunningService.make([STARTER_FILE, CODER_FILE]);
    await running.file('data/settings.json', JSON.stringify({ model: 'starter', language: 'en' }));
    const state = await running.ready();
    expect(state.engine).toMatchObject({ id: 'starter' });
    expect(state.settings).toEqual({ theme: 'system', welcomeClosed: false, model: 'starter' });
  });

  it('may be a file of the user’s own', async () => {
    running = await RunningService.make();
    const path = await running.file('own.gguf', 'weights');
    await running.file('data/settings.json', JSON.stringify({ theme: 'dark', welcomeClosed: true, model: path }));
    expect((await running.ready()).engine).toMatchObject({ id: path, title: 'own', preset: 'balanced' });
  });
});

describe('a crash', () => {
  it('while idle: the engine is started again with the same model, and the fault can be dismissed', async () => {
    running = await RunningService.make();
    await running.ready();
    running.engine.crash('SIGKILL', 'the end of the log');
    const { fault } = await running.until((state) => state.fault !== null && state.engine.kind === 'ready');
    expect(fault).toMatchObject({ during: null, how: 'SIGKILL', log: 'the end of the log' });
    expect(fault?.text).toContain('memory');
    expect(running.engine.processes).toHaveLength(2);
    expect(running.engine.count('loadModel')).toBe(2);
    await running.call('fault.dismiss', { id: (fault?.id ?? 0) + 1 });
    expect((await running.state()).fault).not.toBeNull();
    await running.call('fault.dismiss', { id: fault?.id ?? 0 });
    expect((await running.state()).fault).toBeNull();
  });

  it('while reading: the reading fails, what was in memory is lost, and the next question works', async () => {
    running = await RunningService.make();
    await running.ready();
    const { id } = await running.call('document.sample', {});
    const ask = { answerId: 'a', documentId: id, mode: 'sparse', preset: 'balanced', question: 'Who?' } as const;
    await running.call('reading.start', { documentId: id, mode: 'sparse', preset: 'balanced' });
    expect((await running.state()).documents[0]?.readings.sparse?.inMemory).toBe(true);

    running.engine.does.readDocument = () => {
      running.engine.crash('SIGABRT');
      return new Promise(() => undefined);
    };
    await expect(
      running.call('reading.start', { documentId: id, mode: 'dense', preset: 'balanced' }),
    ).rejects.toMatchObject({ code: 'engine-exited' });
    delete running.engine.does.readDocument;
    const state = await running.state();
    expect(state.fault?.during).toBe('while reading Moby-Dick (sample)');
    expect(state.documents[0]).toMatchObject({
      error: { code: 'engine-exited' },
      readings: { sparse: { inMemory: false, metrics: { complete: true } }, dense: null },
    });
    // Asked while the engine still comes up.
    expect(await running.call('answer.ask', ask)).toMatchObject({ answer: 'Call me Ishmael.', readAgain: true });
    const { documents } = await running.state();
    expect(documents[0]).toMatchObject({ error: null, readings: { sparse: { inMemory: true } } });
  });

  it.each(['countTokens', 'calibrate'] as const)(
    'during %s: it is tried once more, for it may not have been the cause, but never in a circle',
    async (method) => {
      running = await RunningService.make();
      await running.ready();
      running.engine.does[method] = () => {
        running.engine.crash('SIGKILL');
        return new Promise(() => undefined);
      };
      await running.call('document.sample', {});
      await running.until(
        ({ engine, activity }) => running.engine.count(method) === 2 && engine.kind === 'ready' && activity === null,
      );
      await new Promise((resume) => setTimeout(resume, 50));
      expect(running.engine.count(method)).toBe(2);
      expect(running.engine.processes).toHaveLength(3);
    },
  );

  it('too often within a minute: the engine stays stopped until it is asked for', async () => {
    running = await RunningService.make();
    await running.ready();
    for (let crash = 1; crash <= 4; crash++) {
      await running.until(({ engine }) => engine.kind === 'ready');
      running.engine.crash('SIGSEGV');
    }
    const { engine, fault } = await running.until((state) => state.engine.kind === 'stopped');
    expect(engine).toMatchObject({ how: expect.stringContaining('SIGSEGV') as string });
    expect(fault?.text).toContain('too often');
    expect(running.engine.processes).toHaveLength(4);
    const { id } = await running.call('document.sample', {});
    await expect(
      running.call('reading.start', { documentId: id, mode: 'sparse', preset: 'fine' }),
    ).rejects.toMatchObject({ code: 'engine-exited' });
    await running.call('engine.start', {});
    expect((await running.state()).engine).toMatchObject({ kind: 'ready', id: 'starter' });
    // The count began anew.
    running.engine.crash();
    await running.until((state) => isReady('starter')(state) && running.engine.processes.length === 6);
  });

  it('while loading: that model is not loaded again by itself, the one before is', async () => {
    running = await RunningService.make([STARTER_FILE, CODER_FILE], { startModel: 'starter' });
    await running.ready();
    failsToLoad(CODER_FILE, () => {
      running.engine.crash('SIGKILL');
      return new Promise(() => undefined);
    });
    await expect(running.call('model.use', { id: 'qwen2.5-coder-1.5b' })).rejects.toMatchObject({
      code: 'engine-exited',
    });
    const { engine, fault, settings } = await running.state();
    expect(engine).toMatchObject({ kind: 'ready', id: 'starter' });
    expect(fault?.during).toMatch(/^while loading Qwen2.5 Coder/);
    expect(fault?.text).toMatch(/not loaded again by itself.*SmolLM2.*is loaded again instead/);
    expect(settings.model).toBeNull();
  });

  it('while loading the only model: it is said to have failed, and can be tried again', async () => {
    running = await RunningService.make();
    failsToLoad(STARTER_FILE, () => {
      running.engine.crash('SIGKILL');
      return new Promise(() => undefined);
    });
    await running.service.start();
    const { engine } = await running.until((state) => state.engine.kind === 'model-failed');
    expect(engine).toMatchObject({ error: { code: 'engine-exited' } });
    expect(running.engine.processes).toHaveLength(1);
    delete running.engine.does.loadModel;
    await running.call('engine.start', {});
    expect((await running.state()).engine.kind).toBe('ready');
  });
});

describe('a model that does not load', () => {
  const broken = () => {
    throw new EngineError('model-broken', { path: CODER_FILE, detail: 'cut short' });
  };

  it('is replaced by the one that worked before, with the reason in the fault', async () => {
    running = await RunningService.make([STARTER_FILE, CODER_FILE], { startModel: 'starter' });
    await running.ready();
    failsToLoad(CODER_FILE, broken);
    await expect(running.call('model.use', { id: 'qwen2.5-coder-1.5b' })).rejects.toMatchObject({
      code: 'model-broken',
    });
    const { engine, fault } = await running.state();
    expect(engine).toMatchObject({ kind: 'ready', id: 'starter' });
    expect(fault?.text).toContain('cut short');
  });

  it('at the start is said to have failed; questions say why, and a model of the list still loads', async () => {
    running = await RunningService.make([STARTER_FILE, CODER_FILE]);
    failsToLoad(CODER_FILE, broken);
    await running.service.start();
    const { engine, fault } = await running.until((state) => state.engine.kind === 'model-failed');
    expect(engine).toMatchObject({
      model: expect.stringContaining('Qwen2.5 Coder') as string,
      error: { code: 'model-broken' },
    });
    expect(fault).toBeNull();
    const { id } = await running.call('document.sample', {});
    await expect(
      running.call('reading.start', { documentId: id, mode: 'sparse', preset: 'fine' }),
    ).rejects.toMatchObject({ code: 'model-broken' });
    await running.call('model.use', { id: 'starter' });
    const state = await running.state();
    expect(state.engine).toMatchObject({ kind: 'ready', id: 'starter' });
    expect(state.settings.model).toBe('starter');
  });

  it('makes way when another one is chosen while it loads', async () => {
    running = await RunningService.make([STARTER_FILE, CODER_FILE]);
    running.engine.does.loadModel = ({ path }: { path: string }, work: Work) =>
      path.endsWith(CODER_FILE) ? untilCancelled(work) : modelInfo(path);
    await running.service.start();
    await running.until(({ engine }) => engine.kind === 'loading' && running.engine.count('loadModel') === 1);
    await running.call('model.use', { id: 'starter' });
    expect((await running.state()).engine).toMatchObject({ kind: 'ready', id: 'starter' });
    expect((await running.state()).fault).toBeNull();
  });
});

describe('an engine that cannot be started', () => {
  it('is stopped, says why, and is tried again when asked for', async () => {
    const engine = new FakeEngine();
    let missing = true;
    running = await RunningService.make([STARTER_FILE], {
      launchEngine: () => (missing ? neverStarted('no such executable') : engine.launch()),
    });
    await running.service.start();
    const state = await running.until((now) => now.engine.kind === 'stopped');
    expect(state.engine).toMatchObject({ how: expect.stringContaining('no such executable') as string });
    missing = false;
    await running.call('engine.start', {});
    expect((await running.state()).engine.kind).toBe('ready');
  });

  it('after a crash neither is started later, when the system allows it again', async () => {
    const engine = new FakeEngine();
    let memory = true;
    const logged: string[] = [];
    running = await RunningService.make([STARTER_FILE], {
      log: (text) => logged.push(text),
      launchEngine: () => {
        if (!memory) throw new Error('spawn ENOMEM');
        return engine.launch();
      },
    });
    await running.ready();
    memory = false;
    engine.crash();
    const { engine: stopped } = await running.until((now) => now.engine.kind === 'stopped');
    expect(stopped).toMatchObject({ how: expect.stringContaining('ENOMEM') as string });
    expect(logged).toEqual([expect.stringContaining('spawn ENOMEM') as string]);
    memory = true;
    await running.call('engine.start', {});
    expect((await running.state()).engine.kind).toBe('ready');
  });

  it('names the cause, and leaves the whole of its log in that of the program', async () => {
    const logged: string[] = [];
    running = await RunningService.make([STARTER_FILE], {
      launchEngine: () => launchChild({ entry: join(running.folder, 'engine.mjs') })(),
      log: (text) => logged.push(text),
    });
    await running.file('engine.mjs', "import 'a-package-that-is-not-there';");
    await running.service.start();
    const { engine } = await running.until((now) => now.engine.kind === 'stopped');
    expect(engine).toMatchObject({ how: expect.stringContaining("Cannot find package 'a-package") as string });
    expect(logged).toEqual([expect.stringContaining('packageResolve') as string]);
  });
});

describe('an engine that hears nothing any more', () => {
  const deaf = () => new Promise<never>(() => undefined);
  const canEnd = ({ activity }: { activity: Activity | null }) => activity?.canEnd === true;
  let id: string;
  let read: Promise<unknown>;

  /** A cancelled reading that does not end. */
  async function stuckReading(): Promise<void> {
    running = await RunningService.make([STARTER_FILE, CODER_FILE], {
      startModel: 'starter',
      patience: { cancelMs: 30 },
    });
    await running.ready();
    id = await running.sample();
    running.engine.does.readDocument = deaf;
    read = running.call('reading.start', reading(id)).catch((error: unknown) => error);
    await running.until(() => running.engine.count('readDocument') === 1);
    await running.call('reading.cancel', {});
    expect((await running.state()).activity).toMatchObject({ stopping: true });
    delete running.engine.does.readDocument;
  }

  it.each(['reading.cancel', 'engine.start'] as const)(
    'is ended by %s after a while, and its model loaded again in another',
    async (method) => {
      await stuckReading();
      await running.until(canEnd);
      await running.call(method, {});
      expect(await read).toMatchObject({ code: 'cancelled' });
      const state = await running.until(isReady('starter'));
      expect(state).toMatchObject({ fault: null, documents: [{ error: null }] });
      expect(running.engine.processes).toHaveLength(2);
      await running.call('reading.start', reading(id));
      expect((await running.document(id)).readings.sparse?.inMemory).toBe(true);
    },
  );

  it('is left alone by engine.start and further cancels before that', async () => {
    running = await RunningService.make();
    await running.ready();
    id = await running.sample();
    running.engine.does.readDocument = deaf;
    void running.call('reading.start', reading(id)).catch(() => undefined);
    await running.until(() => running.engine.count('readDocument') === 1);
    for (const method of ['reading.cancel', 'reading.cancel', 'engine.start'] as const) await running.call(method, {});
    expect(running.engine.processes).toHaveLength(1);
    expect((await running.state()).engine.kind).toBe('ready');
  });

  it('can be ended under what the app does by itself, where that holds up a reading', async () => {
    running = await RunningService.make([STARTER_FILE], { patience: { cancelMs: 30 } });
    await running.ready();
    running.engine.does.countTokens = deaf;
    id = await running.sample();
    await running.until(() => running.engine.count('countTokens') === 1);
    const waiting = running.call('reading.start', reading(id)).catch((error: unknown) => error);
    await running.call('reading.cancel', {});
    await running.until(canEnd);
    delete running.engine.does.countTokens;
    await running.call('reading.cancel', {});
    expect(await waiting).toMatchObject({ code: 'cancelled' });
    await running.until((state) => isReady('starter')(state) && state.documents[0]?.size !== null);
  });

  it('does not hold up another model', async () => {
    running = await RunningService.make([STARTER_FILE, CODER_FILE], {
      startModel: 'starter',
      patience: { cancelMs: 30 },
    });
    await running.ready();
    running.engine.does.countTokens = deaf;
    await running.sample();
    await running.until(() => running.engine.count('countTokens') === 1);
    await running.call('model.use', { id: 'qwen2.5-coder-1.5b' });
    expect((await running.state()).engine).toMatchObject({ kind: 'ready', id: 'qwen2.5-coder-1.5b' });
    expect(running.engine.processes).toHaveLength(2);
  });

  it('does not when it is loading, either', async () => {
    running = await RunningService.make([STARTER_FILE, CODER_FILE], { patience: { cancelMs: 30 } });
    failsToLoad(CODER_FILE, deaf);
    await running.service.start();
    await running.until(() => running.engine.count('loadModel') === 1);
    await running.call('model.use', { id: 'starter' });
    expect((await running.state()).engine).toMatchObject({ kind: 'ready', id: 'starter' });
  });
});
