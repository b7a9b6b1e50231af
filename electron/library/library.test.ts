import { mkdir, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ListWish } from './items.ts';
import { EVERYTHING, OpenedLibrary } from './fixtures/opened-library.ts';

let opened: OpenedLibrary;
beforeEach(async () => void (opened = await OpenedLibrary.make()));
afterEach(() => opened.end());

const titles = async (wish: Partial<ListWish> = {}) =>
  (await opened.store.list({ ...EVERYTHING, ...wish })).items.map(({ title }) => title);

describe('texts', () => {
  it.each([
    ['short', 'Call me Ishmael.'],
    ['of one line', 'word '.repeat(60_000)],
    ['without any break', '𝒳'.repeat(80_000)],
    ['of many paragraphs', 'A paragraph of some words.\n\nAnother one,\nof two lines.\n\n\n'.repeat(5_000)],
    ['with line ends of Windows', 'one\r\n\r\ntwo\r\n'.repeat(20_000)],
  ])('%s come back as they were, whole and in slices', async (_, text) => {
    const { textKey, characters } = await opened.put({ id: 'a', text });
    expect(characters).toBe(text.length);
    expect((await opened.store.wholeText(textKey)) === text).toBe(true);
    for (const [start, end] of [
      [0, 1],
      [999, 1003],
      [70_000, 70_000],
      [1_234, 150_000],
      [text.length - 3, text.length + 9],
    ] as const) {
      expect(await opened.store.textBetween(textKey, start, end)).toBe(text.slice(start, end));
    }
  });

  it('keep offsets where a character cannot be stored', async () => {
    const { textKey } = await opened.put({ id: 'a', text: 'a\0b\ud800c\udc00 𝒳' });
    expect(await opened.store.wholeText(textKey)).toBe('a\ufffdb\ufffdc\ufffd 𝒳');
  });

  it('keep spans, outline and the original', async () => {
    const spans = [
      { start: 0, end: 0, kind: 'page' as const, label: 'i' },
      { start: 0, end: 4, kind: 'page' as const, label: '1' },
    ];
    const outline = [{ start: 0, end: 4, title: 'One', level: 1 }];
    const original = new Uint8Array(3 * 1024 * 1024 + 5).map((_, at) => at % 251);
    const { textKey } = await opened.put({ id: 'a', text: 'text', spans, outline, original });
    expect(await opened.store.structure(textKey)).toEqual({ spans, outline });
    const parts: Uint8Array[] = [];
    for (let part = 0; ; part++) {
      const bytes = await opened.store.originalPart(textKey, part);
      if (bytes === null) break;
      parts.push(bytes);
    }
    expect(Buffer.concat(parts).equals(original)).toBe(true);
  });
});

describe('the library', () => {
  it('keeps everything when it is closed and opened again', async () => {
    await opened.put({ id: 'a', text: 'whales', title: 'Whales' });
    await opened.put({ id: 'b', text: 'ships', title: 'Ships' });
    await opened.store.setOpen(['b', 'a']);
    await opened.store.tag('a', ['sea', 'animals', 'sea']);
    const { id } = await opened.store.createCollection('Novels');
    await opened.store.putIntoCollection(id, ['a', 'nobody'], true);
    await opened.again();
    expect((await opened.store.openDocuments()).map((document) => document.id)).toEqual(['b', 'a']);
    expect(await opened.store.document('a')).toMatchObject({
      title: 'Whales',
      tags: ['animals', 'sea'],
      collections: [id],
    });
    expect(await opened.store.collections()).toEqual([{ id, name: 'Novels', documents: 1 }]);
  });

  it('lists by title as people sort, and by collection, tag and words of the title', async () => {
    for (const title of ['Éclair', 'volume 10', 'Volume 2', 'eclipse', 'Zebra'])
      await opened.put({ id: title, text: title, title });
    expect(await titles()).toEqual(['Éclair', 'eclipse', 'Volume 2', 'volume 10', 'Zebra']);
    expect(await titles({ descending: true, limit: 2, offset: 1 })).toEqual(['volume 10', 'Volume 2']);
    expect(await titles({ title: 'VOL 2' })).toEqual(['Volume 2']);
    expect(await titles({ title: 'ecl' })).toEqual(['Éclair', 'eclipse']);
    await opened.store.tag('Zebra', ['animal']);
    expect(await titles({ tag: 'animal' })).toEqual(['Zebra']);
  });

  it('refuses two collections of one name and names what is not there', async () => {
    const { id } = await opened.store.createCollection('Law');
    await expect(opened.store.createCollection('law')).rejects.toMatchObject({ code: 'name-taken' });
    expect(await opened.store.renameCollection(id, 'LAW')).toMatchObject({ name: 'LAW' });
    await opened.store.removeCollection(id);
    await expect(opened.store.renameCollection(id, 'x')).rejects.toMatchObject({ code: 'library-unknown' });
    await expect(opened.store.document('x')).rejects.toMatchObject({
      message: 'this document is not in the library any more',
    });
  });

  it('gives a removed document back with all that belongs to it, until the next start', async () => {
    await opened.put({ id: 'a', text: 'the whale' });
    await opened.store.tag('a', ['sea']);
    await opened.store.setRemoved(['a'], true);
    expect(await titles()).toEqual([]);
    expect(await opened.store.search('whale', null, 10)).toEqual({ hits: [], total: 0 });
    await opened.store.setRemoved(['a'], false);
    expect(await opened.store.document('a')).toMatchObject({ tags: ['sea'] });
    await opened.store.setRemoved(['a'], true);
    await opened.again();
    expect(await opened.store.documentById('a')).toBeNull();
  });

  it('knows a text again, in the same format only', async () => {
    const { textHash } = await opened.put({ id: 'a', text: 'the whale' });
    expect(await opened.store.documentWithText(textHash, 'text', 'b')).toMatchObject({ id: 'a' });
    expect(await opened.store.documentWithText(textHash, 'pdf', 'b')).toBeNull();
    expect(await opened.store.documentWithText(textHash, 'text', 'a')).toBeNull();
  });

  it('shows nothing of a text whose storing was stopped', async () => {
    const abort = new AbortController();
    const text = 'unfinished business\n\n'.repeat(20_000);
    const stop = { signal: abort.signal, onProgress: () => abort.abort(new Error('enough')) };
    const facts = { ...(await opened.put({ id: 'a', text: 'x' })), id: 'b' };
    const rest = { spans: [], outline: [], original: null };
    await expect(opened.library.put(facts, { text, hash: 'h', ...rest }, stop)).rejects.toThrow('enough');
    expect(await opened.store.documentById('b')).toBeNull();
    expect((await opened.store.search('unfinished', null, 10)).total).toBe(0);
    await opened.library.sweep();
    expect(await opened.bytesOf('unfinished')).toEqual([]);
  });
});

describe('a file that is no library', () => {
  it('is left as it is and named', async () => {
    await mkdir(opened.folder, { recursive: true });
    await writeFile(join(opened.folder, 'library.sqlite'), 'these are no tables'.repeat(500));
    await expect(opened.library.open()).rejects.toMatchObject({
      code: 'library-unavailable',
      message: expect.stringContaining(join(opened.folder, 'library.sqlite')) as string,
    });
    await expect(opened.store.collections()).rejects.toThrow(/is damaged/);
    expect(await opened.bytesOf('these are no tables')).toHaveLength(1);
  });
});

describe('a backup', () => {
  it('is one file that brings the library back as it was', async () => {
    await opened.put({ id: 'a', text: 'the first whale' });
    await opened.store.tag('a', ['kept']);
    const target = join(opened.folder, 'backup.anchorite');
    await opened.library.backup(target);
    await opened.put({ id: 'b', text: 'the second whale' });
    await opened.store.tag('a', []);
    await opened.library.restore(target);
    expect(await titles()).toEqual(['a']);
    expect(await opened.store.document('a')).toMatchObject({ tags: ['kept'] });
    expect((await opened.store.search('whale', null, 10)).total).toBe(1);
    expect((await readdir(opened.folder)).sort()).toEqual(
      expect.not.arrayContaining(['library.sqlite.incoming', 'library.sqlite.former']) as string[],
    );
    // An existing backup is replaced.
    await opened.library.backup(target);
  });

  it('leaves the library there when the program ends while it is put in its place', async () => {
    await opened.put({ id: 'a', text: 'the whale' });
    await opened.library.close();
    const file = join(opened.folder, 'library.sqlite');
    await rename(file, `${file}.former`);
    await opened.again();
    expect(await titles()).toEqual(['a']);
  });

  it('that is something else is refused, and the library stays', async () => {
    await opened.put({ id: 'a', text: 'the whale' });
    for (const [name, content] of [
      ['text.anchorite', 'just words '.repeat(1000)],
      ['empty.anchorite', ''],
    ] as const) {
      const file = join(opened.folder, name);
      await writeFile(file, content);
      await expect(opened.library.restore(file)).rejects.toMatchObject({ code: 'library-unavailable' });
    }
    await expect(opened.library.restore(join(opened.folder, 'no.anchorite'))).rejects.toThrow(/no\.anchorite: ENOENT/);
    expect(await titles()).toEqual(['a']);
  });
});
