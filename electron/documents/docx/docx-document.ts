/** DOCX: mammoth makes HTML of it, whose text is then taken as that of any page. Footnotes and endnotes follow at the end. */
import mammoth from 'mammoth';
import { documentError, DocumentError } from '../document-error.ts';
import { parsePart, writePage } from '../html/html-text.ts';
import { TextFlow } from '../html/text-flow.ts';
import type { ParsedText, SourceFile } from '../parsed-document.ts';
import { chapterSpans, toOutline } from '../sections.ts';
import { ZipReader } from '../zip/zip-reader.ts';
import { writeZip } from '../zip/zip-writer.ts';

/** Parts that hold text or say what it means. Pictures, fonts and embedded files are left behind. */
const NEEDED = /\.(?:xml|rels)$/i;

/** @throws DocumentError 'protected', 'limit', 'damaged' or as reading the file fails. */
export async function parseDocx(source: SourceFile): Promise<ParsedText> {
  const html = await htmlOf(source, await textParts(source));
  const flow = new TextFlow();
  const { headings } = writePage(parsePart(html), flow);
  const text = flow.finish();
  const outline = toOutline(headings, text.length);
  return { format: 'docx', text, spans: chapterSpans(outline, text.length), outline, pages: null, warnings: [] };
}

/** The file anew with nothing in it but what the text needs: what mammoth unpacks is what was counted here. */
async function textParts(source: SourceFile): Promise<Buffer> {
  const zip = await ZipReader.open(source);
  try {
    const entries: [string, Buffer][] = [];
    for (const name of zip.names.filter((each) => NEEDED.test(each))) {
      const content = await zip.read(name);
      if (content !== undefined) entries.push([name, content]);
    }
    return writeZip(entries);
  } finally {
    zip.close();
  }
}

async function htmlOf(source: SourceFile, buffer: Buffer): Promise<string> {
  try {
    const { value } = await mammoth.convertToHtml(
      { buffer },
      { convertImage: mammoth.images.imgElement(() => Promise.resolve({ src: '' })), externalFileAccess: false },
    );
    return value;
  } catch (cause) {
    if (cause instanceof DocumentError) throw cause;
    const detail = cause instanceof Error ? cause.message.split('\n', 1)[0] : String(cause);
    const problem = `is not a DOCX file that can be read (${detail}); open it in a word processor and save it as DOCX again`;
    throw documentError('damaged', source.given, problem, cause);
  }
}
