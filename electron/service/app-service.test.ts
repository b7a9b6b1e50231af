import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { untilCancelled, type Work } from './fixtures/fake-engine.ts';
import { CODER_FILE, question, reading, RunningService, STARTER_FILE } from './fixtures/running-service.ts';

let running: RunningService;
beforeEach(async () => {
  running = await RunningService.make();
  await running.ready();
});
afterEach(() => running.end());

const sample = () => running.sample();

describe('another model', () => {
  it('is refused while the user waits for something, and counts every document anew', async () => {
    await running.end();
    running = await RunningService.make([STARTER_FILE, CODER_FILE], { startModel: 'starter' });
    await running.ready();
    const id = await sample();
    running.engine.does.readDocument = (_: unknown, work: Work) => untilCancelled(work);
    const first = running.call('reading.start', reading(id));
    await running.until(() => running.engine.count('readDocument') === 1);
    await expect(running.call('model.use', { id: 'qwen2.5-coder-1.5b' })).rejects.toMatchObject({ code: 'busy' });
    await running.call('reading.cancel', {});
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
    delete running.engine.does.readDocument;
    await running.call('reading.start', reading(id));
    await running.call('model.use', { id: 'qwen2.5-coder-1.5b' });
    const state = await running.until(
      ({ documents }) => documents[0]?.size?.model === CODER_FILE && documents[0].expected.sparse !== null,
    );
    expect(state.documents[0]?.readings.sparse?.inMemory).toBe(false);
    expect(state.documents[0]?.expected.sparse?.basis).toBe('calibration');
    expect(state.settings.model).toBe('qwen2.5-coder-1.5b');
  });
});

describe('the envelope', () => {
  it.each([
    [null, 'call'],
    [{ method: 'no.such', params: {} }, 'call.method'],
    [{ method: 'app.state', params: {}, more: 1 }, 'call'],
    [{ method: 'document.close', params: { id: 3 } }, 'document.close.id'],
    [{ method: 'document.close' }, 'call.params'],
    [{ method: 'settings.change', params: { theme: 'pink' } }, 'settings.change.theme'],
    [{ method: 'answer.ask', params: question('x', '') }, 'answer.ask.answerId'],
  ])('refuses %j', async (call, where) => {
    const reply = await running.service.handle(call);
    expect(reply).toMatchObject({ ok: false, error: { code: 'bad-request' } });
    if (!reply.ok) expect(reply.error.message).toContain(where);
  });

  it('tells the page what a call changed before it replies, and leaves alone what was not given', async () => {
    const id = await sample();
    expect(running.seen.documents?.[0]?.id).toBe(id);
    await running.call('settings.change', { theme: 'dark' });
    await running.service.handle({ method: 'settings.change', params: { theme: undefined, welcomeClosed: true } });
    expect(running.seen.settings).toEqual({ theme: 'dark', welcomeClosed: true, model: null });
  });

  it('says what a browser cannot do', async () => {
    await running.end();
    running = await RunningService.make([STARTER_FILE], { host: { kind: 'browser', version: '0', paths: false } });
    await running.ready();
    for (const [method, params] of [
      ['document.open', { path: '/etc/passwd' }],
      ['document.choose', { kind: 'file' }],
      ['model.choose', {}],
    ]) {
      expect(await running.service.handle({ method, params })).toMatchObject({
        ok: false,
        error: { code: 'not-available' },
      });
    }
  });
});
