import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EngineError } from '../contract/errors.ts';
import type { Activity } from '../contract/state.ts';
import type { ReadDocumentParams, ReadingMetrics } from '../contract/reading.ts';
import { metricsOf, PACE, untilCancelled, type Work } from './fixtures/fake-engine.ts';
import { question, reading, RunningService } from './fixtures/running-service.ts';

let running: RunningService;
beforeEach(async () => {
  running = await RunningService.make();
  await running.ready();
});
afterEach(() => running.end());

const idle = (state: { activity: Activity | null }) => state.activity === null;
const doing = (kind: Activity['kind']) => (state: { activity: Activity | null }) => state.activity?.kind === kind;

const sample = () => running.sample();
const document = (id: string) => running.document(id);

describe('what the app does by itself', () => {
  it('counts a document, then calibrates the model once, and expects times from that', async () => {
    const id = await sample();
    await running.until((state) => idle(state) && state.documents[0]?.expected.sparse !== null);
    const { size, expected } = await document(id);
    expect(size).toMatchObject({ fits: true, fit: 7600, contextLimit: 8192 });
    expect(expected.sparse?.basis).toBe('calibration');
    expect(expected.dense?.seconds).toBeGreaterThan(expected.sparse?.seconds ?? Infinity);
    const other = await running.file('other.txt', 'another text');
    await running.call('document.open', { path: other });
    await running.until((state) => idle(state) && state.documents[1]?.size !== null);
    expect(running.engine.count('calibrate')).toBe(1);
  });

  it('tries a cancelled calibration again, a failed one not', async () => {
    running.engine.does.calibrate = (_: unknown, work: Work) => untilCancelled(work);
    const id = await sample();
    await running.until(doing('calibrating'));
    running.engine.does.readDocument = () => {
      throw new EngineError('out-of-memory', { what: 'the context' });
    };
    await expect(running.call('reading.start', reading(id))).rejects.toMatchObject({ code: 'out-of-memory' });
    await running.until(doing('calibrating'));
    running.engine.does.calibrate = () => {
      throw new EngineError('out-of-memory', { what: 'the context' });
    };
    const calls = running.engine.count('calibrate');
    await expect(running.call('reading.start', reading(id))).rejects.toMatchObject({ code: 'out-of-memory' });
    await running.until((state) => idle(state) && running.engine.count('calibrate') === calls + 1);
    await running.call('document.close', { id });
    await sample();
    await running.until((state) => idle(state) && state.documents[0]?.size !== null);
    expect(running.engine.count('calibrate')).toBe(calls + 1);
  });

  it('lets counting go before calibrating', async () => {
    running.engine.does.calibrate = (_: unknown, work: Work) => untilCancelled(work);
    await sample();
    await running.until(doing('calibrating'));
    await running.call('document.open', { path: await running.file('b.txt', 'text') });
    await running.until((state) => state.documents[1]?.size !== null && state.activity?.kind === 'calibrating');
  });

  it('says why counting failed and does not count again and again', async () => {
    running.engine.does.countTokens = () => {
      throw new EngineError('internal', { detail: 'a bad character' });
    };
    await sample();
    const state = await running.until((now) => idle(now) && now.documents[0]?.error !== null);
    expect(state.documents[0]?.error?.message).toContain('a bad character');
    expect(running.engine.count('countTokens')).toBe(1);
  });
});

describe('what the user asks for', () => {
  it('cancels counting, waits for its end, and counts as part of its own work', async () => {
    let cancelled = 0;
    running.engine.does.countTokens = (_: unknown, work: Work) => untilCancelled(work).finally(() => cancelled++);
    const id = await sample();
    await running.until(() => running.engine.count('countTokens') === 1);
    const started = running.call('reading.start', reading(id));
    delete running.engine.does.countTokens;
    expect(await started).toMatchObject({ reused: false });
    expect(cancelled).toBe(1);
    expect((await document(id)).size).not.toBeNull();
  });

  it('is refused while something else runs that was asked for', async () => {
    const id = await sample();
    running.engine.does.readDocument = (_: unknown, work: Work) => untilCancelled(work);
    const first = running.call('reading.start', reading(id));
    await running.until(doing('reading'));
    await expect(running.call('reading.start', reading(id))).rejects.toMatchObject({ code: 'busy' });
    await expect(running.call('answer.ask', question(id))).rejects.toMatchObject({ code: 'busy' });
    expect(await running.call('answer.stop', { answerId: 'a1' })).toEqual({ found: false });
    expect(await running.call('reading.cancel', {})).toEqual({ found: true });
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    expect((await document(id)).error).toBeNull();
    expect(await running.call('reading.cancel', {})).toEqual({ found: false });
  });

  it('says that it is stopping while a cancel waits for the engine', async () => {
    const id = await sample();
    let end: () => void = () => undefined;
    running.engine.does.readDocument = async () => {
      await new Promise<void>((resolve) => (end = resolve));
      throw new EngineError('cancelled', {});
    };
    const first = running.call('reading.start', reading(id));
    await running.until(() => running.engine.count('readDocument') === 1);
    await running.call('reading.cancel', {});
    expect((await running.state()).activity).toEqual({
      kind: 'reading',
      documentId: id,
      mode: 'sparse',
      stopping: true,
    });
    end();
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    await running.until((state) => state.activity?.kind !== 'reading');
  });

  it('keeps the part of a cancelled reading, and goes on from it', async () => {
    const id = await sample();
    running.engine.does.readDocument = async (params: ReadDocumentParams, work: Work) => {
      const part = metricsOf(params, { complete: false, tokensRead: 2048 });
      work.keep(params, part);
      work.emit('reading.metrics', part);
      await untilCancelled(work);
    };
    const first = running.call('reading.start', reading(id));
    await running.until((state) => state.documents[0]?.readings.sparse !== null);
    await running.call('reading.cancel', {});
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    expect((await document(id)).readings.sparse).toMatchObject({
      inMemory: false,
      metrics: { complete: false, tokensRead: 2048 },
    });
    // The engine holds nothing of it after a crash, so there is nothing to go on with.
    running.engine.crash();
    await running.until(({ fault, engine }) => fault !== null && engine.kind === 'ready');
    expect((await document(id)).readings.sparse).toBeNull();
  });
});

/** From now on a reading leaves no room for the other mode's. */
function readAlone(change: Partial<ReadingMetrics>): void {
  running.engine.does.readDocument = (params: ReadDocumentParams, { keep }: Work) => {
    const metrics = metricsOf(params, change);
    keep({ ...params, text: 'as if the other one had been dropped' }, metrics);
    keep(params, metrics);
    return { metrics, reused: false, resumedAt: 0, pace: PACE, droppedOther: true };
  };
}

describe('readings', () => {
  it('are of one document: another one takes their memory, not their report', async () => {
    const id = await sample();
    const other = (await running.call('document.open', { path: await running.file('b.txt', 'text') })).id;
    await running.call('reading.start', reading(id, 'sparse'));
    await running.call('reading.start', reading(id, 'dense'));
    expect((await document(id)).readings).toMatchObject({ sparse: { inMemory: true }, dense: { inMemory: true } });
    await running.call('reading.start', reading(other));
    expect((await document(id)).readings).toMatchObject({ sparse: { inMemory: false }, dense: { inMemory: false } });
    expect((await document(other)).readings).toMatchObject({ sparse: { inMemory: true }, dense: null });
  });

  it('tell a measured speedup in both modes, also where the other one had to make room', async () => {
    const id = await sample();
    await running.call('reading.start', reading(id, 'sparse'));
    const measured = { value: 2, kind: 'measured' } as const;
    readAlone({ speedup: measured, prefillMs: 200 });
    await running.call('reading.start', reading(id, 'dense'));
    expect((await document(id)).readings).toMatchObject({
      sparse: { inMemory: false, metrics: { speedup: measured } },
      dense: { inMemory: true, metrics: { speedup: measured } },
    });
  });

  it('tell no speedup that was measured on another reading, such as one of another preset', async () => {
    const id = await sample();
    await running.call('reading.start', reading(id, 'sparse'));
    // Dense / sparse of these two would be 2.
    readAlone({ speedup: { value: 3, kind: 'measured' }, prefillMs: 200 });
    await running.call('reading.start', reading(id, 'dense'));
    expect((await document(id)).readings).toMatchObject({
      sparse: { inMemory: false, metrics: { speedup: null } },
      dense: { metrics: { speedup: { value: 3 } } },
    });
  });

  it('make the expected times history', async () => {
    const id = await sample();
    await running.call('reading.start', reading(id));
    const { expected } = await document(id);
    expect([expected.sparse?.basis, expected.dense?.basis]).toEqual(['history', 'history']);
    expect(running.engine.count('calibrate')).toBeLessThanOrEqual(1);
  });

  it('leave as much room for questions as fits', async () => {
    const rooms = () =>
      running.engine.calls
        .filter(({ method }) => method === 'readDocument')
        .map(({ params }) => (params as { room: number }).room);
    const id = await sample();
    await running.call('reading.start', reading(id));
    running.engine.does.countTokens = () => ({ documentTokens: 7400, tokens: 7420, fit: 7600, contextLimit: 8192 });
    const long = (await running.call('document.open', { path: await running.file('long.txt', 'x') })).id;
    await running.call('reading.start', reading(long));
    expect(rooms()).toEqual([1024, 8192 - 1 - 7420]);
  });

  it('say why they failed', async () => {
    const id = await sample();
    running.engine.does.readDocument = () => {
      throw new EngineError('document-too-long', { name: 'war.txt', tokens: 9000, fit: 7600, contextSize: 8192 });
    };
    await expect(running.call('reading.start', reading(id))).rejects.toMatchObject({ code: 'document-too-long' });
    expect((await document(id)).error?.message).toContain('9,000 tokens of 7,600');
  });
});

describe('answers', () => {
  it('read first where nothing is in memory, stream, and do not read again', async () => {
    const id = await sample();
    expect(await running.call('answer.ask', question(id))).toMatchObject({ mode: 'sparse', readAgain: true });
    expect(await running.call('answer.ask', question(id, 'a2'))).toMatchObject({ readAgain: false });
    const tokens = running.messages.filter(({ event }) => event === 'answer.token').map(({ data }) => data);
    expect(tokens).toEqual([
      { answerId: 'a1', text: 'Call me ' },
      { answerId: 'a1', text: 'Ishmael.' },
      { answerId: 'a2', text: 'Call me ' },
      { answerId: 'a2', text: 'Ishmael.' },
    ]);
    expect(running.engine.calls.filter(({ method }) => method === 'ask')[0]?.params).toMatchObject({ mode: 'sparse' });
  });

  it('come from the reading in memory whatever preset is chosen for the next one', async () => {
    const id = await sample();
    await running.call('reading.start', reading(id));
    expect(await running.call('answer.ask', { ...question(id), preset: 'paper' })).toMatchObject({ readAgain: false });
  });

  it('can be stopped while they stream and while they read', async () => {
    const id = await sample();
    running.engine.does.ask = (_: unknown, work: Work) => untilCancelled(work);
    const streaming = running.call('answer.ask', question(id));
    await running.until(() => running.engine.count('ask') === 1);
    // Another page, or this one after a reload, finds it in the state.
    expect((await running.state()).activity).toMatchObject({ kind: 'answering', documentId: id, answerId: 'a1' });
    expect(await running.call('reading.cancel', {})).toEqual({ found: false });
    expect(await running.call('answer.stop', { answerId: 'a1' })).toEqual({ found: true });
    await expect(streaming).rejects.toMatchObject({ code: 'cancelled' });
    expect((await document(id)).readings.sparse?.inMemory).toBe(true);

    running.engine.does.readDocument = (_: unknown, work: Work) => untilCancelled(work);
    const first = running.call('answer.ask', { ...question(id, 'a2'), mode: 'dense' });
    await running.until(() => running.engine.count('readDocument') === 2);
    expect(await running.call('answer.stop', { answerId: 'a2' })).toEqual({ found: true });
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
  });
});
