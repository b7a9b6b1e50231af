import { describe, expect, it } from 'vitest';
import { loadDocument } from '../load-document.ts';
import { docxParagraph, writeDocx } from '../fixtures/books.ts';
import { testFolder } from '../fixtures/test-folder.ts';
import { writeZip } from '../zip/zip-writer.ts';

const put = testFolder();

describe('DOCX', () => {
  it('keeps paragraphs, headings, tables as rows, and footnotes at the end', async () => {
    const cell = (text: string) => `<w:tc>${docxParagraph(text)}</w:tc>`;
    const body = [
      docxParagraph('The Keeper', 1),
      docxParagraph('He wrote it down.', undefined, '<w:r><w:footnoteReference w:id="2"/></w:r>'),
      docxParagraph('Winds', 2),
      `<w:tbl><w:tr>${cell('Port')}${cell('Days')}</w:tr><w:tr>${cell('Nantucket')}${cell('3')}</w:tr></w:tbl>`,
      docxParagraph('The end &amp; all.'),
    ].join('');
    const { text, outline, format } = await loadDocument(await put('letter.docx', writeDocx(body)));
    expect(format).toBe('docx');
    expect(text).toBe(
      'The Keeper\n\nHe wrote it down.[1]\n\nWinds\n\nPort\tDays\nNantucket\t3\n\nThe end & all.\n\n1. A note below.\n',
    );
    expect(outline.map(({ title, level }) => [title, level])).toEqual([
      ['The Keeper', 1],
      ['Winds', 2],
    ]);
  });

  it('never unpacks what it does not need', async () => {
    // A picture that is a bomb to whoever unpacks it.
    const picture = ['word/media/huge.png', Buffer.alloc(40 * 1024 * 1024)] as const;
    const bytes = writeDocx(docxParagraph('Short.'), [picture], true);
    expect((await loadDocument(await put('picture.docx', bytes))).text).toBe('Short.\n');
  });

  it('says when it is damaged, protected or something else', async () => {
    const torn = writeDocx('<w:p><w:r><w:t>never closed');
    await expect(loadDocument(await put('torn.docx', torn))).rejects.toMatchObject({ kind: 'damaged' });
    const old = Buffer.from('d0cf11e0a1b11ae1', 'hex');
    await expect(loadDocument(await put('old.docx', old))).rejects.toMatchObject({
      kind: 'binary',
      message: expect.stringContaining('save it as DOCX or PDF, without a password') as string,
    });
    const sheet = writeZip([['xl/workbook.xml', '<x/>']]);
    await expect(loadDocument(await put('sheet.xlsx', sheet))).rejects.toMatchObject({
      kind: 'binary',
      message: expect.stringContaining('is an Excel file') as string,
    });
  });
});
