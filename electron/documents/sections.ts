/** Headings and where they stand, made into an outline and into the spans that a place in the text is named after. */
import type { OutlineEntry, TextSpan } from '../contract/sources.ts';
import { MAX_MARKS } from './limits.ts';

/** A heading: `start` is where its own words begin, in UTF-16 code units. */
export interface Heading {
  start: number;
  title: string;
  /** 1 is the top. */
  level: number;
}

const LONGEST_TITLE = 300;
const DEEPEST_LEVEL = 12;

/** A title on one line, of a length that can be shown. */
export function cleanTitle(title: string): string {
  const line = title.replace(/\s+/g, ' ').trim();
  return line.length <= LONGEST_TITLE ? line : `${line.slice(0, LONGEST_TITLE - 1)}…`;
}

/** Headings in any order as an outline of a text of `length`; those without a title are left out. */
export function toOutline(headings: readonly Heading[], length: number): OutlineEntry[] {
  const entries: OutlineEntry[] = headings
    .map(({ start, title, level }) => ({
      start: Math.min(Math.max(0, start), length),
      end: length,
      title: cleanTitle(title),
      level: Math.min(Math.max(1, Math.round(level)), DEEPEST_LEVEL),
    }))
    .filter(({ title }) => title !== '')
    .sort((a, b) => a.start - b.start)
    .slice(0, MAX_MARKS);
  const open: OutlineEntry[] = [];
  for (const entry of entries) {
    for (let last = open.at(-1); last !== undefined && last.level >= entry.level; last = open.at(-1)) {
      last.end = entry.start;
      open.pop();
    }
    open.push(entry);
  }
  return entries;
}

/** One span from each line of the outline to the next, whatever their levels: the nearest heading names a place best. */
export function chapterSpans(outline: readonly OutlineEntry[], length: number): TextSpan[] {
  return outline.flatMap((entry, index) => {
    const end = outline[index + 1]?.start ?? length;
    return end > entry.start ? [{ start: entry.start, end, kind: 'chapter' as const, label: entry.title }] : [];
  });
}
