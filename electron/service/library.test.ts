import { readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EngineError } from '../contract/errors.ts';
import type { LaunchEngine } from '../engine/launch.ts';
import type { ImportState } from '../contract/library.ts';
import { NO_DIALOGS, reading, RunningService } from './fixtures/running-service.ts';
import { parseHere } from './parse-here.ts';
import { launchParser } from './parser-launch.ts';
import type { Parse } from './parser.ts';

let running: RunningService;
beforeEach(async () => {
  running = await RunningService.make();
  await running.ready();
});
afterEach(() => running.end());

const open = async (path: string) => (await running.call('document.open', { path })).id;
const list = async () => (await running.call('library.list', { sort: 'title', descending: false })).items;
const titles = async () => (await list()).map(({ title }) => title);
const ended = (id: string) =>
  running
    .until(({ imports }) =>
      ['done', 'failed', 'cancelled'].includes(imports.find((one) => one.id === id)?.status ?? ''),
    )
    .then(({ imports }) => imports.find((one) => one.id === id) as ImportState);

describe('the library', () => {
  it('keeps what was opened, and lists the open ones again after a restart', async () => {
    const one = await open(await running.file('one.txt', 'the first text'));
    const two = await open(await running.file('two.txt', 'the second text'));
    await open(await running.file('three.txt', 'the third text'));
    await open(join(running.folder, 'one.txt'));
    await running.call('document.close', { id: two });
    await running.again();
    const state = await running.ready();
    expect(state.documents.map(({ name }) => name)).toEqual(['one.txt', 'three.txt']);
    expect(await titles()).toEqual(['one.txt', 'three.txt', 'two.txt']);
    await running.call('reading.start', reading(one));
    const { text } = running.engine.calls.findLast(({ method }) => method === 'readDocument')?.params as {
      text: string;
    };
    expect(text).toBe('the first text');
    expect(await running.call('library.open', { id: two })).toEqual({ id: two });
    expect((await running.document(two)).name).toBe('two.txt');
  });

  it('opens a file that has not changed without parsing it again', async () => {
    const path = await running.file('a.txt', 'text');
    const id = await open(path);
    await running.call('document.close', { id });
    const { imports } = await running.state();
    expect(await open(path)).toBe(id);
    expect((await running.state()).imports).toEqual(imports);
  });

  it('says that a file is there already, and does not store it twice', async () => {
    const id = await open(await running.file('a.txt', 'the same text'));
    expect(await open(await running.file('b.txt', 'the same text'))).toBe(id);
    expect((await running.state()).imports.at(-1)).toMatchObject({ name: 'b.txt', duplicate: true, documentId: id });
    expect(await list()).toMatchObject([{ title: 'a.txt', original: 'same' }]);
  });

  it('finds a file again that was moved, and notices what is missing or changed', async () => {
    const path = await running.file('a.txt', 'the text');
    const id = await open(path);
    const moved = join(running.folder, 'moved.txt');
    await rename(path, moved);
    expect((await list())[0]?.original).toBe('missing');
    expect(await open(moved)).toBe(id);
    expect(await running.call('library.get', { id })).toMatchObject({ path: moved, original: 'same' });
    // Another file where it was before is another document.
    const other = await open(await running.file('a.txt', 'another text'));
    expect(other).not.toBe(id);
    await running.file('moved.txt', 'the changed text');
    expect(await running.call('library.get', { id })).toMatchObject({ original: 'changed' });
  });

  it('renames, tags and groups, and tells that lists have changed', async () => {
    const id = await open(await running.file('a.txt', 'text'));
    const before = (await running.state()).libraryRevision;
    expect(await running.call('library.rename', { id, title: ' The whale ' })).toMatchObject({ title: 'The whale' });
    expect((await running.document(id)).name).toBe('The whale');
    await running.call('library.tag', { id, tags: ['sea'] });
    const group = await running.call('collection.create', { name: 'Novels' });
    await running.call('collection.put', { id: group.id, documents: [id], inside: true });
    expect(await running.call('library.list', { collection: group.id, tag: 'sea' })).toMatchObject({ total: 1 });
    expect((await running.state()).libraryRevision).toBeGreaterThanOrEqual(before + 4);
    // The title stays when the file is parsed again.
    await running.file('a.txt', 'another text');
    await open(join(running.folder, 'a.txt'));
    expect((await running.document(id)).name).toBe('The whale');
  });

  it('takes a document out and back, and brings it back when it is opened', async () => {
    const path = await running.file('a.txt', 'text');
    const id = await open(path);
    await running.call('library.remove', { ids: [id] });
    expect((await running.state()).documents).toEqual([]);
    expect(await titles()).toEqual([]);
    await running.call('library.undoRemove', { ids: [id] });
    expect(await titles()).toEqual(['a.txt']);
    await running.call('library.remove', { ids: [id] });
    expect(await open(path)).toBe(id);
    expect(await titles()).toEqual(['a.txt']);
  });

  it('forgets a document while it is read', async () => {
    const id = await running.sample();
    running.engine.does.readDocument = (_: unknown, { signal }: { signal: AbortSignal }) =>
      new Promise((__, reject) => signal.addEventListener('abort', () => reject(new EngineError('cancelled', {}))));
    const read = running.call('reading.start', reading(id)).catch((error: unknown) => error);
    await running.until(() => running.engine.count('readDocument') === 1);
    await running.call('library.forget', { id });
    expect(await read).toMatchObject({ code: 'cancelled' });
    expect(await list()).toEqual([]);
    await expect(running.call('library.get', { id })).rejects.toMatchObject({ code: 'library-unknown' });
    expect((await running.state()).imports).toEqual([]);
  });

  it('forgets a document while it is read again from its file', async () => {
    await running.end();
    let hold = false;
    const parse: Parse = async (path, options) => {
      if (!hold) return await parseHere(path, options);
      return await new Promise((_, reject) => {
        options?.signal?.addEventListener('abort', () => reject(options.signal?.reason as Error));
      });
    };
    running = await RunningService.make([], { parse });
    const id = await open(await running.file('a.txt', 'text'));
    hold = true;
    await running.call('library.refresh', { id });
    await running.until(({ imports }) => imports.at(-1)?.status === 'parsing');
    await running.call('library.forget', { id });
    expect(await running.state()).toMatchObject({ documents: [], imports: [] });
    expect(await list()).toEqual([]);
  });

  it('parses an original again when asked, and keeps highlights whose words are still there', async () => {
    const id = await open(await running.file('a.txt', 'Call me Ishmael. Some years ago.'));
    const highlight = (start: number, end: number) =>
      running.call('annotation.add', { documentId: id, start, end, quote: '', note: '', colour: 'yellow' });
    await highlight(0, 15);
    await highlight(17, 31);
    await running.file('a.txt', 'A foreword.\n\nCall me\nIshmael. Never mind.');
    const { importId } = await running.call('library.refresh', { id });
    expect(await ended(importId)).toMatchObject({ status: 'done', documentId: id });
    const { annotations } = await running.call('annotation.list', { id });
    expect(annotations).toMatchObject([
      { start: 13, end: 28, quote: 'Call me Ishmael' },
      { quote: 'Some years ago', lost: true },
    ]);
    expect((await running.document(id)).characters).toBe(41);
  });
});

describe('a library that cannot be used', () => {
  it('is said at the start and wherever it is needed, and stays as it is', async () => {
    await running.end();
    running = await RunningService.make();
    const file = await running.file('data/library.sqlite', 'no tables '.repeat(1_000));
    await expect(running.service.start()).rejects.toMatchObject({ code: 'library-unavailable' });
    await running.until(({ engine }) => engine.kind === 'ready');
    const path = await running.file('a.txt', 'text');
    await expect(running.call('document.open', { path })).rejects.toThrow(file);
    await expect(running.call('library.list', {})).rejects.toThrow(/restore a backup/);
    expect(await readFile(file, 'utf8')).toBe('no tables '.repeat(1_000));
  });
});

describe('imports', () => {
  it('that fail say why and leave the others alone', async () => {
    await running.file('good.txt', 'text');
    const bad = running.call('document.open', { path: join(running.folder, 'no.txt') });
    const good = open(join(running.folder, 'good.txt'));
    await expect(bad).rejects.toMatchObject({ code: 'document-unusable' });
    await good;
    const { imports } = await running.state();
    expect(imports).toMatchObject([
      { name: 'no.txt', status: 'failed', error: { data: { kind: 'missing' } } },
      { name: 'good.txt', status: 'done', fraction: 1 },
    ]);
    await running.call('import.dismiss', { id: imports[0]?.id ?? '' });
    expect((await running.state()).imports).toHaveLength(1);
    await running.call('import.dismiss', { id: null });
    expect((await running.state()).imports).toEqual([]);
  });

  it('wait for one another, and can be cancelled while they wait and while they run', async () => {
    await running.end();
    const begun: string[] = [];
    const parse: Parse = (path, { signal, onProgress } = {}) => {
      begun.push(path);
      onProgress?.(0.5);
      return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)));
    };
    running = await RunningService.make([], { parse });
    const both = ['a.txt', 'b.txt'].map((name) =>
      running.call('document.open', { path: join(running.folder, name) }).catch((error: unknown) => error),
    );
    const { imports } = await running.until((state) => state.imports[0]?.fraction === 0.5);
    expect(imports).toMatchObject([{ status: 'parsing' }, { status: 'waiting' }]);
    for (const { id } of [...imports].reverse()) await running.call('import.cancel', { id });
    for (const one of both) expect(await one).toMatchObject({ code: 'cancelled' });
    expect((await running.state()).imports.map(({ status }) => status)).toEqual(['cancelled', 'cancelled']);
    expect(begun).toHaveLength(1);
  });

  it('are parsed in a process of their own, which a cancel ends', async () => {
    await running.end();
    const pids: (number | undefined)[] = [];
    const launch: LaunchEngine = () => {
      const started = launchParser()();
      pids.push(started.pid);
      return started;
    };
    running = await RunningService.make([], { launchParser: launch });
    await running.file('project/a.txt', 'the first');
    await running.file('project/b.md', '# The second');
    const id = await open(join(running.folder, 'project'));
    expect(await running.call('library.get', { id })).toMatchObject({ format: 'folder', files: 2 });
    for (let number = 0; number < 3_000; number++) await running.file(`many/${number}.txt`, `text ${number}`);
    const many = open(join(running.folder, 'many')).catch((error: unknown) => error);
    const { imports } = await running.until(({ imports: [, last] }) => (last?.fraction ?? 0) > 0);
    await running.call('import.cancel', { id: imports.at(-1)?.id ?? '' });
    expect(await many).toMatchObject({ code: 'cancelled' });
    expect(await open(await running.file('c.txt', 'the third'))).toHaveLength(20);
    expect(() => process.kill(pids[0] ?? 0, 0)).toThrow('ESRCH');
    expect(pids).toHaveLength(2);
  });

  it('take pasted text', async () => {
    const { importId } = await running.call('import.paste', { title: 'Notes', text: 'Remember the milk.' });
    const { documentId } = await ended(importId);
    expect(documentId).not.toBeNull();
    expect(await list()).toMatchObject([{ title: 'Notes', path: null, original: 'none' }]);
    await expect(running.call('library.refresh', { id: documentId ?? '' })).rejects.toMatchObject({
      code: 'not-available',
    });
  });

  it('that end with the program are not half there', async () => {
    await running.end();
    const parse: Parse = async (path, options) => ({
      ...(await parseHere(path, options)),
      text: 'long '.repeat(4_000_000),
    });
    running = await RunningService.make([], { parse });
    const path = await running.file('a.txt', 'x');
    const opening = running.call('document.open', { path }).catch((error: unknown) => error);
    await running.until(({ imports }) => imports[0]?.status === 'storing' && (imports[0].fraction ?? 0) > 0);
    await running.again();
    expect(await opening).toMatchObject({ code: 'cancelled' });
    expect(await titles()).toEqual([]);
  });
});

describe('the reader', () => {
  it('gets structure, slices and places', async () => {
    await running.file('project/a.txt', 'The white\nwhale.');
    await running.file('project/b.txt', 'The WHITE whale, and a white-\nhaired whale.');
    const id = await open(join(running.folder, 'project'));
    const opened = await running.call('reader.open', { id });
    expect(opened).toMatchObject({ format: 'folder', hasOriginal: false });
    expect(opened.spans.map(({ label }) => label)).toEqual(['a.txt', 'b.txt']);
    const [first] = opened.spans;
    const slice = await running.call('reader.text', { id, start: first?.start ?? 0, end: first?.end ?? 0 });
    expect(slice.text).toBe('The white\nwhale.');
    expect(
      await running.call('reader.text', { id, start: opened.characters - 2, end: opened.characters + 99 }),
    ).toMatchObject({
      end: opened.characters,
    });
    const { matches, more } = await running.call('reader.find', { id, query: 'white whale' });
    expect([matches.length, more]).toEqual([2, false]);
    const { hits, total } = await running.call('library.search', { query: 'haired' });
    expect(total).toBe(1);
    expect(hits[0]).toMatchObject({ id, match: 'haired', place: 'b.txt' });
  });

  it('gets the original of a PDF only, and only while it is the one that was parsed', async () => {
    await running.end();
    const parse: Parse = async (path, options) => {
      const parsed = await parseHere(path, options);
      return path.endsWith('.pdf') ? { ...parsed, format: 'pdf', pages: 1 } : parsed;
    };
    running = await RunningService.make([], { parse });
    const text = await open(await running.file('a.txt', 'text'));
    expect(await running.service.original(text)).toBeNull();
    const path = await running.file('a.pdf', 'the pages');
    const id = await open(path);
    expect((await running.call('reader.open', { id })).hasOriginal).toBe(true);
    expect((await running.service.original(id))?.toString()).toBe('the pages');
    await utimes(path, 1, 1);
    expect(await running.service.original(id)).toBeNull();
    await rm(path);
    expect(await running.service.original(id)).toBeNull();
    expect(await running.service.original('../../etc/passwd')).toBeNull();
    const base64 = Buffer.from('sent pages').toString('base64');
    const sent = await running.call('document.upload', { name: 'b.pdf', files: [{ path: 'b.pdf', base64 }] });
    expect((await running.call('reader.open', { id: sent.id })).hasOriginal).toBe(true);
    expect((await running.service.original(sent.id))?.toString()).toBe('sent pages');
  });
});

describe('a backup', () => {
  it('brings back what was in the library and what was open', async () => {
    await running.end();
    const place = join(tmpdir(), `anchorite-backup-${process.pid}.anchorite`);
    const chosen = () => Promise.resolve(place);
    const dialogs = { ...NO_DIALOGS, saveBackup: chosen, chooseBackup: chosen };
    running = await RunningService.make([], { dialogs });
    try {
      const kept = await open(await running.file('a.txt', 'the first text'));
      expect(await running.call('library.backup', {})).toEqual({ path: place });
      const later = await open(await running.file('b.txt', 'the second text'));
      await running.call('document.close', { id: kept });
      expect(await running.call('library.restore', {})).toEqual({ path: place });
      const state = await running.state();
      expect(state.documents.map(({ id }) => id)).toEqual([kept]);
      expect(await titles()).toEqual(['a.txt']);
      await expect(running.call('library.get', { id: later })).rejects.toMatchObject({ code: 'library-unknown' });
      await writeFile(place, 'no library');
      await expect(running.call('library.restore', {})).rejects.toMatchObject({ code: 'library-unavailable' });
      expect((await running.state()).documents.map(({ id }) => id)).toEqual([kept]);
    } finally {
      await rm(place, { force: true });
    }
  });
});
