/** A PDF's outline: its bookmarks or, where it has none, lines in larger type. */
import type { PDFDocumentProxy, PageViewport } from 'pdfjs-dist';
import type { Heading } from '../sections.ts';
import { MAX_MARKS } from '../limits.ts';
import { groupBy } from './geometry.ts';
import type { FlowingText, PlacedLine } from './paragraphs.ts';

type Bookmark = Awaited<ReturnType<PDFDocumentProxy['getOutline']>>[number];
type Place = { page: number; left: number | null; top: number | null };

const DEEPEST = 12;

/** @param viewportOf of a page, counted from 0 */
export async function bookmarkHeadings(
  pdf: PDFDocumentProxy,
  flowing: FlowingText,
  viewportOf: (page: number) => PageViewport | undefined,
): Promise<Heading[]> {
  const bookmarks = await pdf.getOutline().catch((): null => null);
  const linesOfPage = groupBy(flowing.lines, ({ page }) => page);
  const headings: Heading[] = [];
  const walk = async (marks: readonly Bookmark[], level: number): Promise<void> => {
    for (const mark of marks) {
      if (headings.length >= MAX_MARKS) return;
      const place = await placeOf(pdf, mark.dest, viewportOf).catch(() => null);
      if (place !== null) {
        const start = offsetOf(place, linesOfPage.get(place.page) ?? [], flowing.pageStarts);
        headings.push({ start, title: mark.title, level });
      }
      if (level < DEEPEST) await walk(mark.items as Bookmark[], level + 1);
    }
  };
  await walk(bookmarks ?? [], 1);
  return headings;
}

async function placeOf(
  pdf: PDFDocumentProxy,
  dest: Bookmark['dest'],
  viewportOf: (page: number) => PageViewport | undefined,
): Promise<Place | null> {
  const explicit = typeof dest === 'string' ? await pdf.getDestination(dest) : dest;
  if (!Array.isArray(explicit)) return null;
  const [target, kind, ...numbers] = explicit as [unknown, { name?: string } | undefined, ...unknown[]];
  const page =
    typeof target === 'number' ? target : await pdf.getPageIndex(target as Parameters<typeof pdf.getPageIndex>[0]);
  const [x, y] = kind?.name === 'XYZ' ? numbers : kind?.name === 'FitH' ? [null, numbers[0]] : [null, null];
  const viewport = viewportOf(page);
  if (viewport === undefined || typeof y !== 'number') return { page, left: null, top: null };
  const [left, top] = viewport.convertToViewportPoint(typeof x === 'number' ? x : 0, y) as [number, number];
  return { page, left: typeof x === 'number' && x > 0 ? left : null, top };
}

/** The first line below the place, in its column where it says which. */
function offsetOf({ page, left, top }: Place, lines: readonly PlacedLine[], pageStarts: readonly number[]): number {
  const below = top === null ? lines : lines.filter(({ baseline }) => baseline > top - 2);
  const beside = left === null ? below : below.filter(({ right }) => right > left);
  return (beside[0] ?? below[0])?.start ?? pageStarts[page] ?? 0;
}

/** How much larger than the text a heading is. */
const LARGER = 1.15;
const LONGEST = 160;
/** Sizes of headings that are told apart. */
const LEVELS = 4;
/** More headings than this on a page are something else, such as a slide's text. */
const MOST_ON_A_PAGE = 4;

/** Lines in larger type than most of the text. */
export function headingsByType({ lines, text }: FlowingText, pageCount: number): Heading[] {
  const letters = new Map<number, number>();
  const sizeOf = (line: PlacedLine) => Math.round(line.size * 2) / 2;
  for (const line of lines) letters.set(sizeOf(line), (letters.get(sizeOf(line)) ?? 0) + line.text.length);
  const usual = [...letters.entries()].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
  const found: { start: number; end: number; size: number }[] = [];
  for (const line of lines) {
    const size = sizeOf(line);
    if (size < usual * LARGER || line.cells || !/\p{L}/u.test(line.text)) continue;
    const last = found.at(-1);
    const end = line.start + line.text.length;
    // A heading of two lines.
    if (
      last?.size === size &&
      text.slice(last.end, line.start).trim() === '' &&
      !text.slice(last.end, line.start).includes('\n\n')
    )
      last.end = end;
    else found.push({ start: line.start, end, size });
  }
  const short = found.filter(({ start, end }) => end - start <= LONGEST);
  if (short.length > MOST_ON_A_PAGE * pageCount) return [];
  const sizes = [...new Set(short.map(({ size }) => size))].sort((a, b) => b - a).slice(0, LEVELS);
  return short
    .filter(({ size }) => sizes.includes(size))
    .map(({ start, end, size }) => ({ start, title: text.slice(start, end), level: sizes.indexOf(size) + 1 }));
}
