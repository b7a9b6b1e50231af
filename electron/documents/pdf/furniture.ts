/** Running heads, running feet and page numbers: lines at a page's edge that come again on other pages. */
import type { Segment } from './geometry.ts';
import { groupBy, median } from './geometry.ts';

/** Rows at the upper and at the lower edge that may be furniture. */
const EDGE_ROWS = 2;
/** Pages that have to have a line before it is furniture. */
const LEAST_PAGES = 3;
/** It comes again within so many pages: running heads change from chapter to chapter. */
const WINDOW = 12;
/** How far the same line may lie from itself on another page, in points. */
const DRIFT = 4;
/** Space to the text, in usual line distances. Where there is less, it is text. */
const APART = 1.25;
/** Smaller type than the text's sets it apart as well. */
const SMALL = 0.85;

interface EdgeRow {
  page: number;
  row: number;
  baseline: number;
  /** At which edge, and what it says with '#' for digits, so that page numbers are alike. */
  pattern: string;
  /** It is a page number and nothing else. */
  isNumber: boolean;
  /** Numbers that it begins or ends with, less the page's index: a row with the page's number has the same on every page. */
  offsets: number[];
}

/** @param pages the segments of each page; @returns those that are no furniture, page by page */
export function withoutFurniture(pages: readonly (readonly Segment[])[]): Segment[][] {
  const candidates = pages.flatMap((segments, page) => edgeRows(segments, page));
  const gone = pages.map(() => new Set<number>());
  const remove = (rows: Iterable<EdgeRow[]>, least: (row: EdgeRow) => number, drift: number) => {
    for (const alike of rows) {
      for (const [index, row] of alike.entries()) {
        if (pagesWith(index, alike, drift) >= least(row)) gone[row.page]?.add(row.row);
      }
    }
  };
  // A page number stands alone: two pages will do.
  remove(groupBy(candidates, ({ pattern }) => pattern).values(), ({ isNumber }) => (isNumber ? 2 : LEAST_PAGES), DRIFT);
  const numbered = candidates.flatMap((row) => row.offsets.map((offset) => ({ offset, row })));
  const byOffset = groupBy(numbered, ({ offset }) => offset);
  for (const group of byOffset.values()) {
    const rows = group.map(({ row }) => row);
    remove([rows], () => LEAST_PAGES, DRIFT);
    // The first page of a chapter often has its number at the other edge.
    if (rows.some(({ isNumber }) => !isNumber))
      remove([rows], (row) => (row.isNumber ? LEAST_PAGES : Infinity), Infinity);
  }
  return pages.map((segments, page) => segments.filter(({ row }) => gone[page]?.has(row) !== true));
}

/** On how many pages near by the row at `index` comes again. @param alike rows in the order of their pages */
function pagesWith(index: number, alike: readonly EdgeRow[], drift: number): number {
  const row = alike[index];
  if (row === undefined) return 0;
  const pages = new Set<number>([row.page]);
  for (const step of [1, -1]) {
    for (let at = index + step; ; at += step) {
      const other = alike[at];
      if (other === undefined || Math.abs(other.page - row.page) > WINDOW) break;
      if (Math.abs(other.baseline - row.baseline) <= drift) pages.add(other.page);
    }
  }
  return pages.size;
}

function edgeRows(segments: readonly Segment[], page: number): EdgeRow[] {
  const rows = groupBy(segments, ({ row }) => row);
  const ordered = [...rows.entries()]
    .sort(([a], [b]) => a - b)
    .map(([row, parts]) => ({ row, parts, baseline: parts[0]?.baseline ?? 0 }));
  const gaps = ordered.slice(1).map(({ baseline }, index) => baseline - (ordered[index]?.baseline ?? 0));
  const usual = median(gaps);
  const size = median(segments.map((segment) => segment.size));
  const edge = (index: number, step: 1 | -1): EdgeRow[] => {
    const found: EdgeRow[] = [];
    for (let count = 0; count < EDGE_ROWS; count++) {
      const at = index + count * step;
      const { row, parts, baseline } = ordered[at] ?? {};
      const next = ordered[at + step];
      if (row === undefined || parts === undefined || baseline === undefined || next === undefined) break;
      const text = [...parts]
        .sort((a, b) => a.left - b.left)
        .map((part) => part.text)
        .join(' ');
      const pattern = `${step} ${patternOf(text)}`;
      found.push({ page, row, baseline, pattern, isNumber: isPageNumber(text), offsets: offsetsOf(text, page) });
      const small = parts.every((part) => part.size < SMALL * size);
      if (small || Math.abs(next.baseline - baseline) > APART * usual) return found;
    }
    // No space between them and the text: they are its first or last lines. A bare number is none of them all the same.
    return found.slice(0, 1).filter(({ isNumber }) => isNumber);
  };
  return [...edge(0, 1), ...edge(ordered.length - 1, -1)];
}

function patternOf(text: string): string {
  if (isPageNumber(text)) return '#';
  return text.replace(/\d+/g, '#').replace(/\s+/g, ' ').trim().toLowerCase();
}

function isPageNumber(text: string): boolean {
  return /^\W*(?:(?:page|seite|p\.)\s*)?(?:\d{1,5}|[ivxlcdm]{1,8})(?:\s*(?:\/|of|von)\s*\d{1,5})?\W*$/i.test(
    text.trim(),
  );
}

function offsetsOf(text: string, page: number): number[] {
  const numbers = [/^\W*(\d{1,5})\b/.exec(text)?.[1], /\b(\d{1,5})\W*$/.exec(text)?.[1]];
  return [...new Set(numbers.filter((number) => number !== undefined).map((number) => Number(number) - page))];
}
