import { describe, expect, it } from 'vitest';
import { loadDocument } from '../load-document.ts';
import { column, LETTER, wrap } from '../fixtures/pdf-pages.ts';
import { writePdf, type PdfLine, type PdfOptions } from '../fixtures/pdf-writer.ts';
import { testFolder } from '../fixtures/test-folder.ts';

const put = testFolder();

async function load(pages: Parameters<typeof writePdf>[0], options: PdfOptions = {}) {
  return await loadDocument(await put('test.pdf', writePdf(pages, options)));
}

const words = (text: string) => text.replace(/\s+/g, ' ').trim();

const PROSE =
  'The lighthouse keeper wrote down the wind every even\u00ADing, be\u00ADcause no\u00ADbody else on the is\u00ADland would have re\u00ADmem\u00ADbered it. ' +
  'When the ship came in Sep\u00ADtem\u00ADber, the cap\u00ADtain took the book with him and read it aloud to his crew, who list\u00ADened with\u00ADout a word. ' +
  'Much later some\u00ADbody found that the same winds had come back every seven years, and that the keep\u00ADer had known it all along.';
const PLAIN = PROSE.replaceAll('\u00AD', '');

describe('reading order', () => {
  const lines = wrap(PROSE, 30);
  const half = Math.ceil(lines.length / 2);
  const left = column(lines.slice(0, half), 72, 140);
  const right = column(lines.slice(half), 72 + 33 * LETTER, 140);
  const title: PdfLine = { text: 'A title across both of the columns of it', x: 72, y: 100, size: 14 };

  it('reads one column after the other', async () => {
    const { text } = await load([[title, ...left, ...right]]);
    expect(words(text)).toBe(`${title.text} ${PLAIN}`);
  });

  it('does so where the page is drawn line by line across its columns', async () => {
    const drawn = left.flatMap((line, index) => [line, ...right.slice(index, index + 1)]);
    const { text } = await load([[title, ...drawn]]);
    expect(words(text)).toBe(`${title.text} ${PLAIN}`);
  });

  it('does so where the lines of the columns are not level, and where the gap is as narrow as TeX has it', async () => {
    const near = right.map((line) => ({ ...line, x: 72 + 31.7 * LETTER, y: line.y + 5 }));
    const { text } = await load([[...left, ...near]]);
    expect(words(text)).toBe(PLAIN);
  });

  it('reads a table row by row, its cells between tabs', async () => {
    const rows = [
      ['Port', 'Ships', 'Days'],
      ['Nantucket', '12', '3'],
      ['New Bedford', '140', '21'],
      ['Valparaiso', '7', '9'],
    ];
    const table = rows.flatMap((cells, row) =>
      cells.map((text, cell) => ({ text, x: 72 + cell * 130, y: 300 + row * 14 })),
    );
    const { text } = await load([[...column(wrap(PROSE, 70), 72, 100), ...table]]);
    expect(text.trim().split('\n').slice(-4)).toEqual(rows.map((cells) => cells.join('\t')));
  });

  it('keeps a drop cap with its word', async () => {
    const cap = { text: 'T', x: 72, y: 124, size: 36 };
    const [first = '', second = '', ...rest] = wrap(PLAIN.slice(1), 60);
    const beside = [first, second].map((text, index) => ({ text, x: 72 + 22, y: 100 + index * 12 }));
    const { text } = await load([[cap, ...beside, ...column(rest, 72, 124)]]);
    expect(words(text)).toBe(PLAIN);
  });
});

describe('words and paragraphs', () => {
  it('mends words broken at line ends, also across pages, and keeps hyphens that belong to a word', async () => {
    const lines = [
      'We saw a well-known ship, a whale-',
      'boat and a well-',
      'known cap-',
      'tain of the Anglo-',
      'Saxon line. The whaleboat left, unin-',
    ];
    const { text, spans } = await load([column(lines, 72, 100), column(['terested in us.'], 72, 100)]);
    expect(words(text)).toBe(
      'We saw a well-known ship, a whaleboat and a well-known captain of the Anglo-Saxon line. The whaleboat left, uninterested in us.',
    );
    // The whole word belongs to the page where it began.
    expect(words(text.slice(spans[1]?.start, spans[1]?.end))).toBe('in us.');
  });

  it('parts paragraphs at a gap and at an indentation, and keeps lines that end early', async () => {
    const [one, two, three] = [wrap(PLAIN, 60), wrap(PLAIN, 60), ['A short line', 'and another', 'of a poem']];
    const first = column(one, 72, 100);
    const second = column(two, 72, 100 + one.length * 12).map((line, index) =>
      index === 0 ? { ...line, x: 84 } : line,
    );
    const poem = column(three, 72, 100 + (one.length + two.length + 2) * 12);
    const { text } = await load([[...first, ...second, ...poem]]);
    expect(text).toBe(`${PLAIN}\n\n${PLAIN}\n\nA short line\nand another\nof a poem\n`);
  });

  it('joins a web address that was broken', async () => {
    const { text } = await load([
      column(['All of it is at http://example.org/winds/', 'of-the-world.html, they said to me.'], 72, 100),
    ]);
    expect(text).toBe('All of it is at http://example.org/winds/of-the-world.html, they said to me.\n');
  });

  it('joins an em dash to what follows on the next line', async () => {
    const { text } = await load([
      column(['some years ago, never mind how long\u2014', 'precisely as it was then, having'], 72, 100),
    ]);
    expect(text).toBe('some years ago, never mind how long\u2014precisely as it was then, having\n');
  });
});

describe('running heads and page numbers', () => {
  const body = (page: number) => column(wrap(`Page body ${'abcdefgh'.charAt(page)}. ${PLAIN}`, 60), 72, 100);

  it('leaves out what comes again at the edge of many pages, whatever its number', async () => {
    const pages = [0, 1, 2, 3].map((page) => [
      { text: page % 2 === 0 ? 'The Keeper' : 'Of Winds', x: 72, y: 50 },
      { text: `The Winds of the World ${page + 11}`, x: 300, y: 50 },
      ...body(page),
      { text: String(page + 11), x: 300, y: 740 },
    ]);
    const { text } = await load(pages);
    expect(words(text)).toBe([0, 1, 2, 3].map((page) => `Page body ${'abcd'.charAt(page)}. ${PLAIN}`).join(' '));
  });

  it('finds a head that changes with the chapter by its page number', async () => {
    const heads = ['1 Winds 1', '2 Storms 2', '3 Calms 3', '4 Ice 4'];
    const { text } = await load(heads.map((head, page) => [{ text: head, x: 72, y: 50 }, ...body(page)]));
    for (const head of ['Winds 1', 'Storms', 'Calms', 'Ice']) expect(text).not.toContain(head);
  });

  it('keeps first lines that are alike but belong to the text', async () => {
    const pages = [0, 1, 2, 3].map((page) =>
      column(
        ['This is a line of every page.', `And this one is of page ${'abcd'.charAt(page)} only.`, 'So it goes.'],
        72,
        100,
      ),
    );
    const { text } = await load(pages);
    expect(text.split('This is a line of every page.')).toHaveLength(5);
  });
});

describe('what a PDF says of itself', () => {
  const pages = [
    column(['The first page.'], 72, 100),
    [],
    column(['Third page begins.', '', 'Storms are here.'], 72, 100),
  ];

  it('gives one span a page, empty ones too, named by its labels', async () => {
    const { spans, text, pages: count } = await load(pages, { labels: ['i', 'ii', '1'] });
    expect(count).toBe(3);
    expect(spans.map(({ kind, label, start, end }) => [kind, label, words(text.slice(start, end))])).toEqual([
      ['page', 'i', 'The first page.'],
      ['page', 'ii', ''],
      ['page', '1', 'Third page begins. Storms are here.'],
    ]);
    expect(spans.at(-1)?.end).toBe(text.length);
  });

  it('counts pages where there are no labels', async () => {
    expect((await load(pages)).spans.map(({ label }) => label)).toEqual(['1', '2', '3']);
  });

  it('takes its bookmarks for the outline, at the line they lead to', async () => {
    const { outline, text } = await load(pages, {
      bookmarks: [
        { title: 'Start', page: 0 },
        { title: 'Storms', page: 2, y: 115 },
      ],
    });
    expect(outline.map(({ title, start, end }) => [title, words(text.slice(start, end))])).toEqual([
      ['Start', 'The first page. Third page begins.'],
      ['Storms', 'Storms are here.'],
    ]);
  });

  it('takes lines in larger type where there are no bookmarks', async () => {
    const heading = { text: 'Of Winds', x: 72, y: 60, size: 18 };
    const { outline } = await load([[heading, ...column(wrap(PLAIN, 60), 72, 100)]]);
    expect(outline.map(({ title, level, start }) => [title, level, start])).toEqual([['Of Winds', 1, 0]]);
  });
});

describe('PDFs that cannot be read, or not wholly', () => {
  it('says that a password protects it', async () => {
    await expect(load([column(['secret'], 72, 100)], { password: 'whale' })).rejects.toMatchObject({
      kind: 'protected',
      message: expect.stringContaining('is protected with a password') as string,
    });
  });

  it('reads one that anybody may open', async () => {
    expect((await load([column(['not so secret'], 72, 100)], { password: '' })).text).toBe('not so secret\n');
  });

  it('says how many pages are scans', async () => {
    await expect(load(['image', 'image', 'image'])).rejects.toMatchObject({
      kind: 'scanned',
      message: expect.stringContaining('its 3 pages are scans without text') as string,
    });
    const { warnings, spans } = await load(['image', column(['One page of text.'], 72, 100)]);
    expect(warnings).toEqual(['1 of 2 pages hold no text: scans, pictures or empty pages']);
    expect(spans).toHaveLength(2);
  });

  it('says that it is damaged', async () => {
    const path = await put('torn.pdf', Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type /Catalog'));
    await expect(loadDocument(path)).rejects.toMatchObject({ kind: 'damaged' });
  });

  it('reads one whose table of objects is lost', async () => {
    const whole = writePdf([column(['Still legible.'], 72, 100)]).toString('latin1');
    const path = await put('mended.pdf', Buffer.from(whole.replace(/startxref\n\d+/, 'startxref\n7'), 'latin1'));
    expect((await loadDocument(path)).text).toBe('Still legible.\n');
  });
});
