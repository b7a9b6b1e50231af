import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { untilCancelled, type Work } from './fixtures/fake-engine.ts';
import { question, reading, RunningService } from './fixtures/running-service.ts';

let running: RunningService;
beforeEach(async () => {
  running = await RunningService.make();
  await running.ready();
});
afterEach(() => running.end());

const sample = () => running.sample();
const document = (id: string) => running.document(id);

describe('documents', () => {
  it('opened again keep their id and what is known of them, unless their text has changed', async () => {
    const path = await running.file('a.txt', 'one text');
    const { id } = await running.call('document.open', { path });
    await running.call('reading.start', reading(id));
    expect(await running.call('document.open', { path })).toEqual({ id });
    expect((await document(id)).readings.sparse).toMatchObject({ inMemory: true });
    await running.file('a.txt', 'another text');
    expect(await running.call('document.open', { path })).toEqual({ id });
    expect((await running.state()).documents).toHaveLength(1);
    expect((await document(id)).readings.sparse).toBeNull();
    await running.until((state) => state.documents[0]?.size !== null);
    expect(await running.call('answer.ask', question(id))).toMatchObject({ readAgain: true });
  });

  it('closed and opened again are counted, and still in the engine’s memory', async () => {
    const id = await sample();
    await running.call('reading.start', reading(id));
    await running.call('document.close', { id });
    expect((await running.state()).documents).toEqual([]);
    await expect(running.call('document.close', { id })).rejects.toMatchObject({ code: 'document-unknown' });
    expect(await sample()).toBe(id);
    const state = await running.until(
      ({ documents }) => documents[0]?.size !== null && documents[0]?.readings.sparse !== null,
    );
    expect(state.documents[0]?.readings.sparse?.inMemory).toBe(true);
  });

  it('closed while they are read: the reading ends', async () => {
    const id = await sample();
    running.engine.does.readDocument = (_: unknown, work: Work) => untilCancelled(work);
    const first = running.call('reading.start', reading(id));
    await running.until(() => running.engine.count('readDocument') === 1);
    await running.call('document.close', { id });
    await expect(first).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('that cannot be used say why', async () => {
    await expect(running.call('document.open', { path: join(running.folder, 'no.txt') })).rejects.toMatchObject({
      code: 'document-unusable',
      data: { kind: 'missing' },
    });
    expect((await running.state()).documents).toEqual([]);
  });

  it('are what they are called: file, folder, sample', async () => {
    const file = await running.file('project/src/a.txt', 'text');
    await running.call('document.open', { path: file });
    await running.call('document.open', { path: join(running.folder, 'project') });
    await sample();
    const { documents } = await running.state();
    expect(documents.map(({ kind, name, files }) => [kind, name, files])).toEqual([
      ['file', 'a.txt', 1],
      ['folder', 'project', 1],
      ['sample', 'Moby-Dick (sample)', 1],
    ]);
    const upload = {
      name: 'b.txt',
      files: [{ path: 'b.txt', base64: Buffer.from('another text').toString('base64') }],
    };
    const { id } = await running.call('document.upload', upload);
    expect(await running.call('document.upload', upload)).toEqual({ id });
    expect(await document(id)).toMatchObject({ kind: 'file', path: null, name: 'b.txt' });
  });
});
