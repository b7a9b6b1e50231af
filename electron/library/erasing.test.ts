import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EVERYTHING, OpenedLibrary } from './fixtures/opened-library.ts';

let opened: OpenedLibrary;
beforeEach(async () => void (opened = await OpenedLibrary.make()));
afterEach(() => opened.end());

const filler = (words: string, times: number) => `${words} and other things.\n\n`.repeat(times);

describe('a document that is forgotten', () => {
  it('leaves no word of itself in any file', async () => {
    const secrets = ['quokkafoo', 'zanzibar', 'Geheimtitel', 'tagword', 'notewords', 'hidden-folder', 'PDFBYTES'];
    await opened.put({ id: 'kept', text: filler('an ordinary sentence', 3_000) });
    await opened.put({
      id: 'secret',
      title: 'Geheimtitel',
      path: '/hidden-folder/a.txt',
      text: filler('quokkafoo in zanzibar', 3_000),
      outline: [{ start: 0, end: 9, title: 'quokkafoo', level: 1 }],
      spans: [{ start: 0, end: 9, kind: 'chapter', label: 'zanzibar' }],
      original: Buffer.from('PDFBYTES'.repeat(1_000)),
    });
    await opened.store.tag('secret', ['tagword']);
    const place = { documentId: 'secret', start: 0, end: 9, quote: '', colour: 'pink' as const };
    await opened.store.addAnnotation({ ...place, note: 'notewords' });
    expect((await opened.bytesOf(...secrets)).sort()).toEqual([...secrets].sort());

    await opened.store.forget('secret');
    await opened.library.sweep();
    expect(await opened.bytesOf(...secrets)).toEqual([]);
    expect((await opened.store.search('ordinary', null, 5)).total).toBeGreaterThan(50);
    expect((await opened.store.search('quokkafoo', null, 5)).total).toBe(0);
    expect((await opened.store.list(EVERYTHING)).total).toBe(1);
  });

  it('is erased at the next start where the program ended before', async () => {
    await opened.put({ id: 'kept', text: filler('an ordinary sentence', 500) });
    await opened.put({ id: 'secret', text: filler('quokkafoo', 2_000) });
    await opened.store.forget('secret');
    await opened.again();
    await opened.library.sweep();
    expect(await opened.bytesOf('quokkafoo')).toEqual([]);
  });
});

describe('a process that is killed while it stores a document', () => {
  it('leaves the library as it was before', async () => {
    await opened.put({ id: 'kept', text: 'an ordinary sentence' });
    await opened.library.close();
    const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
    const script = fileURLToPath(new URL('./fixtures/store-for-ever.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', loader, script, opened.folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    // It says a line for each piece that is stored.
    let pieces = 0;
    for await (const line of child.stdout) {
      pieces += String(line).split('\n').length - 1;
      if (pieces >= 20) break;
    }
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await opened.bytesOf('halfway')).toEqual(['halfway']);
    await opened.again();
    expect((await opened.store.list(EVERYTHING)).items.map(({ id }) => id)).toEqual(['kept']);
    expect((await opened.store.search('halfway', null, 5)).total).toBe(0);
    await opened.library.sweep();
    expect(await opened.bytesOf('halfway')).toEqual([]);
  });
});
