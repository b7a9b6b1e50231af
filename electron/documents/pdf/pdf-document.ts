/** PDF: the text layer of its pages in reading order, without running heads and page numbers, broken words mended. */
import type { PageViewport, PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import type { TextSpan } from '../../contract/sources.ts';
import { documentError } from '../document-error.ts';
import { MAX_CHARACTERS, MAX_PAGES } from '../limits.ts';
import type { LoadOptions, ParsedText, SourceFile } from '../parsed-document.ts';
import { toOutline } from '../sections.ts';
import { readingOrder } from './columns.ts';
import { withoutFurniture } from './furniture.ts';
import type { Segment } from './geometry.ts';
import { readPieces } from './page-pieces.ts';
import { flowTogether } from './paragraphs.ts';
import { bookmarkHeadings, headingsByType } from './pdf-outline.ts';
import { openPdf } from './pdf-library.ts';
import { toSegments } from './segments.ts';

interface ReadPage {
  segments: Segment[];
  viewport: PageViewport;
}

/** @throws DocumentError 'protected', 'scanned' where no page has text, 'limit', 'damaged', or as reading the file fails. */
export async function parsePdf(source: SourceFile, options: LoadOptions): Promise<ParsedText> {
  const pdf = await openPdf(source, options.signal);
  try {
    if (pdf.numPages > MAX_PAGES) {
      const problem = `has ${pdf.numPages} pages, over the limit of ${MAX_PAGES}; split it and give the part you need`;
      throw documentError('limit', source.given, problem);
    }
    const { pages, unreadable } = await readPages(pdf, source, options);
    const empty = pages.filter(({ segments }) => segments.length === 0).length;
    if (empty === pages.length) throw withoutText(source, pages.length, unreadable);
    const flowing = flowTogether(withoutFurniture(pages.map(({ segments }) => segments)).map(readingOrder));
    const text = `${flowing.text}\n`;
    const labels = await pdf.getPageLabels().catch(() => null);
    const bookmarks = await bookmarkHeadings(pdf, flowing, (page) => pages[page]?.viewport);
    const headings = bookmarks.length > 0 ? bookmarks : headingsByType(flowing, pages.length);
    return {
      format: 'pdf',
      text,
      spans: pageSpans(flowing.pageStarts, labels, text.length),
      outline: toOutline(headings, text.length),
      pages: pages.length,
      warnings: warningsOf(pages.length, empty - unreadable, unreadable),
    };
  } finally {
    await pdf.loadingTask.destroy();
  }
}

async function readPages(pdf: PDFDocumentProxy, source: SourceFile, { signal, onProgress }: LoadOptions) {
  const pages: ReadPage[] = [];
  let [unreadable, letters] = [0, 0];
  for (let number = 1; number <= pdf.numPages; number++) {
    signal?.throwIfAborted();
    onProgress?.((number - 1) / pdf.numPages);
    const page = await readPage(pdf, number);
    if (page === null) unreadable++;
    const segments = page?.segments ?? [];
    letters += segments.reduce((sum, { text }) => sum + text.length, 0);
    if (letters > MAX_CHARACTERS) {
      const problem = `holds more than ${MAX_CHARACTERS / 1e6} million characters of text; split it and give the part you need`;
      throw documentError('too-large', source.given, problem);
    }
    pages.push({ segments, viewport: page?.viewport ?? (NO_VIEWPORT as PageViewport) });
  }
  return { pages, unreadable };
}

/** Where a page cannot be read nothing is asked of it. */
const NO_VIEWPORT = { convertToViewportPoint: () => [0, 0] } as unknown;

/** Null for a page that is damaged: the others are still worth reading. */
async function readPage(pdf: PDFDocumentProxy, number: number): Promise<ReadPage | null> {
  let page: PDFPageProxy | undefined;
  try {
    page = await pdf.getPage(number);
    const viewport = page.getViewport({ scale: 1 });
    const { items } = await page.getTextContent();
    return { segments: toSegments(readPieces(items, viewport)), viewport };
  } catch {
    return null;
  } finally {
    page?.cleanup();
  }
}

/** One for every page. The white space between two pages belongs to the first of them. */
function pageSpans(starts: readonly number[], labels: readonly string[] | null, length: number): TextSpan[] {
  return starts.map((start, index) => ({
    start,
    end: starts[index + 1] ?? length,
    kind: 'page',
    label: labels?.[index] || String(index + 1),
  }));
}

const counted = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;

function withoutText(source: SourceFile, pages: number, unreadable: number) {
  if (unreadable === pages) {
    const problem = `none of its ${counted(pages, 'page')} can be read; get it again or save it anew from a PDF viewer`;
    return documentError('damaged', source.given, problem);
  }
  const problem =
    `its ${counted(pages, 'page')} ${pages === 1 ? 'is a scan' : 'are scans'} without text; ` +
    'run text recognition (OCR) on it first, with OCRmyPDF for example';
  return documentError('scanned', source.given, problem);
}

function warningsOf(pages: number, scanned: number, unreadable: number): string[] {
  const of = `of ${counted(pages, 'page')}`;
  return [
    ...(scanned > 0 ? [`${scanned} ${of} hold no text: scans, pictures or empty pages`] : []),
    ...(unreadable > 0 ? [`${unreadable} ${of} are damaged and were left out`] : []),
  ];
}
