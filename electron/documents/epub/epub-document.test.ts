import { describe, expect, it } from 'vitest';
import { loadDocument } from '../load-document.ts';
import { writeEpub, type EpubOptions } from '../fixtures/books.ts';
import { testFolder } from '../fixtures/test-folder.ts';

const put = testFolder();

async function load(options: EpubOptions) {
  return await loadDocument(await put('book.epub', writeEpub(options)));
}

const CHAPTERS = [
  {
    file: 'z first.xhtml',
    body: '<h1>Loomings</h1><p>Call me&nbsp;Ishmael.<sup><a href="#n">1</a></sup></p><aside id="n"><p>1. A name.</p></aside>',
  },
  {
    file: 'a.xhtml',
    body: '<a id="x"/><p>Before.</p><h2 id="bag">The Bag</h2><p>I stuffed a shirt<br/>or two.</p><h2>More</h2><p>End.</p>',
  },
];
const NAV =
  '<li><a href="z%20first.xhtml">I. <i>Loomings</i></a></li><li><a href="a.xhtml">II.</a><ol><li><a href="a.xhtml#bag">The Carpet-Bag</a></li></ol></li>';

describe('EPUB', () => {
  it('reads the chapters in the order of the spine', async () => {
    const { text, format } = await load({ chapters: CHAPTERS });
    expect(format).toBe('epub');
    expect(text).toBe(
      'Loomings\n\nCall me\u00a0Ishmael.1\n\n1. A name.\n\nBefore.\n\nThe Bag\n\nI stuffed a shirt\nor two.\n\nMore\n\nEnd.\n',
    );
  });

  it('takes the table of contents for outline and chapters', async () => {
    const { outline, spans, text } = await load({ chapters: CHAPTERS, nav: NAV });
    expect(
      outline.map(({ title, level, start, end }) => [title, level, text.slice(start, end).split('\n')[0]]),
    ).toEqual([
      ['I. Loomings', 1, 'Loomings'],
      ['II.', 1, 'Before.'],
      ['The Carpet-Bag', 2, 'The Bag'],
    ]);
    expect(
      spans.map(({ kind, label, start, end }) => [kind, label, text.slice(start, end).trim().split('\n').at(-1)]),
    ).toEqual([
      ['chapter', 'I. Loomings', '1. A name.'],
      ['chapter', 'II.', 'Before.'],
      ['chapter', 'The Carpet-Bag', 'End.'],
    ]);
  });

  it('reads the older kind of table of contents', async () => {
    const point = (label: string, src: string, inner = '') =>
      `<navPoint><navLabel><text>${label}</text></navLabel><content src="${src}"/>${inner}</navPoint>`;
    const ncx = point('One &amp; all', 'z%20first.xhtml') + point('Two', 'a.xhtml', point('Bag', 'a.xhtml#bag'));
    const { outline } = await load({ chapters: CHAPTERS, ncx });
    expect(outline.map(({ title, level }) => [title, level])).toEqual([
      ['One & all', 1],
      ['Two', 1],
      ['Bag', 2],
    ]);
  });

  it('takes headings where there is none', async () => {
    const { outline } = await load({ chapters: CHAPTERS });
    expect(outline.map(({ title }) => title)).toEqual(['Loomings', 'The Bag', 'More']);
  });

  it('says when it is copy-protected, and reads it where only fonts are scrambled', async () => {
    const encryption = (algorithm: string, uri: string) =>
      `<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData><enc:EncryptionMethod Algorithm="${algorithm}"/><enc:CipherData><enc:CipherReference URI="${uri}"/></enc:CipherData></enc:EncryptedData></encryption>`;
    const locked = encryption('http://www.w3.org/2001/04/xmlenc#aes128-cbc', 'OEBPS/a.xhtml');
    await expect(load({ chapters: CHAPTERS, extra: [['META-INF/encryption.xml', locked]] })).rejects.toMatchObject({
      kind: 'protected',
      message: expect.stringContaining('copy-protected (DRM)') as string,
    });
    const fonts = encryption('http://www.idpf.org/2008/embedding', 'OEBPS/font.otf');
    expect((await load({ chapters: CHAPTERS, extra: [['META-INF/encryption.xml', fonts]] })).text).toContain('Ishmael');
  });

  it('names a zip bomb before it takes the memory', async () => {
    const body = `<p>${'0'.repeat(40 * 1024 * 1024)}</p>`;
    await expect(load({ chapters: [{ file: 'bomb.xhtml', body }], deflate: true })).rejects.toMatchObject({
      kind: 'limit',
      message: expect.stringMatching(
        /looks like a zip bomb: OEBPS\/bomb\.xhtml in it unpacks to \d+ times its size/,
      ) as string,
    });
  });

  it('counts what is unpacked where the file lies about its size', async () => {
    const bytes = writeEpub({ chapters: [{ file: 'bomb.xhtml', body: '0'.repeat(40 * 1024 * 1024) }], deflate: true });
    // The size of the chapter, in its entry of the directory.
    const entry = bytes.lastIndexOf('OEBPS/bomb.xhtml') - 46;
    bytes.writeUInt32LE(1000, entry + 24);
    await expect(loadDocument(await put('lie.epub', bytes))).rejects.toMatchObject({ kind: 'damaged' });
  });

  it('goes on without a chapter that is missing, and says so', async () => {
    const bytes = writeEpub({ chapters: CHAPTERS, nav: NAV });
    const hidden = Buffer.from(bytes.toString('latin1').replaceAll('OEBPS/a.xhtml', 'OEBPS/b.xhtml'), 'latin1');
    const { text, warnings } = await loadDocument(await put('gap.epub', hidden));
    expect(text).not.toContain('Before.');
    expect(warnings).toEqual(['1 of 2 chapters are missing in the file, the first of them OEBPS/a.xhtml']);
  });

  it('says when it is damaged', async () => {
    const bytes = writeEpub({ chapters: CHAPTERS });
    await expect(loadDocument(await put('cut.epub', bytes.subarray(0, 900)))).rejects.toMatchObject({
      kind: 'damaged',
    });
    const odd = writeEpub({ chapters: [] });
    await expect(loadDocument(await put('odd.epub', odd))).rejects.toMatchObject({ kind: 'damaged' });
  });
});
