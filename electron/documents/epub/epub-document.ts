/** EPUB: the pages of its spine, one after the other, with the chapters of its table of contents. */
import { documentError } from '../document-error.ts';
import { decodeMarkup, htmlOfXhtml } from '../html/html-bytes.ts';
import { parsePage, writePage, type PageMarks } from '../html/html-text.ts';
import { TextFlow } from '../html/text-flow.ts';
import type { LoadOptions, ParsedText, SourceFile } from '../parsed-document.ts';
import { chapterSpans, toOutline, type Heading } from '../sections.ts';
import { ZipReader } from '../zip/zip-reader.ts';
import { readPackage, type EpubPackage } from './epub-package.ts';
import { tocOfNav, tocOfNcx, type TocLine } from './epub-toc.ts';

interface Chapter extends PageMarks {
  start: number;
}

/** @throws DocumentError 'protected', 'limit', 'damaged' or as reading the file fails. */
export async function parseEpub(source: SourceFile, options: LoadOptions): Promise<ParsedText> {
  const zip = await ZipReader.open(source);
  try {
    const book = await readPackage(zip, source);
    const flow = new TextFlow();
    const chapters = new Map<string, Chapter>();
    const missing: string[] = [];
    for (const [index, name] of book.spine.entries()) {
      options.signal?.throwIfAborted();
      options.onProgress?.(index / book.spine.length);
      const markup = await readMarkup(zip, name);
      if (markup === undefined) missing.push(name);
      else writeChapter(markup, name, flow, chapters);
    }
    const text = flow.finish();
    if (missing.length === book.spine.length) {
      throw documentError('damaged', source.given, 'holds none of the chapters that it lists; get the book again');
    }
    const toc = headingsOf(await readToc(zip, book), chapters);
    const found = toc.length > 0 ? toc : [...chapters.values()].flatMap(({ headings }) => headings);
    const outline = toOutline(found, text.length);
    const spans = chapterSpans(outline, text.length);
    return { format: 'epub', text, spans, outline, pages: null, warnings: warnings(missing, book.spine.length) };
  } finally {
    zip.close();
  }
}

async function readMarkup(zip: ZipReader, name: string): Promise<string | undefined> {
  const bytes = await zip.read(name);
  return bytes === undefined ? undefined : decodeMarkup(bytes);
}

function writeChapter(markup: string, name: string, flow: TextFlow, chapters: Map<string, Chapter>): void {
  flow.break(true);
  const chapter: Chapter = { start: flow.length, headings: [], ids: new Map() };
  flow.mark((offset) => (chapter.start = offset));
  const { headings, ids } = writePage(parsePage(htmlOfXhtml(markup)), flow);
  chapters.set(name, Object.assign(chapter, { headings, ids }));
}

async function readToc(zip: ZipReader, book: EpubPackage): Promise<TocLine[]> {
  for (const [name, parse] of [
    [book.nav, tocOfNav],
    [book.ncx, tocOfNcx],
  ] as const) {
    const bytes = name === null ? undefined : await zip.read(name);
    if (name === null || bytes === undefined) continue;
    try {
      const lines = parse(bytes, name);
      if (lines.length > 0) return lines;
    } catch {
      // A broken table of contents: the other one, or the headings, will do.
    }
  }
  return [];
}

function headingsOf(toc: readonly TocLine[], chapters: ReadonlyMap<string, Chapter>): Heading[] {
  return toc.flatMap(({ title, level, name, id }) => {
    const chapter = chapters.get(name);
    return chapter === undefined ? [] : [{ title, level, start: chapter.ids.get(id) ?? chapter.start }];
  });
}

function warnings(missing: readonly string[], count: number): string[] {
  if (missing.length === 0) return [];
  return [`${missing.length} of ${count} chapters are missing in the file, the first of them ${missing[0] ?? ''}`];
}
