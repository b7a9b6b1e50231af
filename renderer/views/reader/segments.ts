/** Cuts a document into segments of a few screens, the rows of the virtualised reader, without seeing its text. */
import type { TextSpan } from '../../../electron/contract/sources.ts';
import { lastFrom, type Stretch } from '../../state/reader-slice.ts';
import type { TextStore } from '../../state/text-store.ts';

/** A row. `start` and `end` are where it is cut; its text begins and ends at the next line end after them. */
export interface Segment extends Stretch {
  /** Index of the span (page, chapter, file) it lies in; -1 between spans. */
  span: number;
  /** The span, or the stretch between spans, begins here: no line goes on from before. */
  first: boolean;
}

/** UTF-16 code units that a segment has about. */
export const SEGMENT = 6000;

/** How far behind a cut a line end is looked for. Less than half a segment, so that segments keep their order. */
export const REACH = 2000;

/** Segments in order; together they are [0, characters). */
export function cutSegments(characters: number, spans: readonly TextSpan[]): Segment[] {
  const segments: Segment[] = [];
  let at = 0;
  const cut = (end: number, span: number) => {
    const count = Math.max(1, Math.ceil((end - at) / SEGMENT));
    const size = Math.ceil((end - at) / count);
    for (let first = true; at < end; first = false) {
      const next = Math.min(end, at + size);
      segments.push({ start: at, end: next, span, first });
      at = next;
    }
  };
  spans.forEach(({ start, end }, index) => {
    cut(Math.min(start, characters), -1);
    cut(Math.min(end, characters), index);
  });
  cut(characters, -1);
  return segments;
}

/**
 * Where a segment really begins: behind the first line end, else behind the first space, else where it was cut (never inside a character).
 * @param before the code unit in front of the cut
 * @param text what follows the cut, at most REACH code units
 */
export function afterBreak(before: string, text: string): number {
  if (before === '\n') return 0;
  const line = text.indexOf('\n');
  if (line !== -1) return line + 1;
  const space = text.search(/\s/);
  if (space !== -1) return space + 1;
  return /^[\uDC00-\uDFFF]/.test(text) ? 1 : 0;
}

/** The stretch that has to be known to tell where the text of a segment begins and ends. */
export function neededFor(segments: readonly Segment[], index: number): Stretch {
  const segment = segments[index];
  if (segment === undefined) return { start: 0, end: 0 };
  const next = segments[index + 1];
  return {
    start: segment.first ? segment.start : segment.start - 1,
    end: next === undefined || next.first ? segment.end : Math.min(next.start + REACH, next.end),
  };
}

/** A segment's text as it is shown, and its offset. */
export interface SegmentText {
  start: number;
  text: string;
}

/** @returns null while the text is not here. */
export function segmentText(store: TextStore, segments: readonly Segment[], index: number): SegmentText | null {
  const needed = neededFor(segments, index);
  const known = store.peek(needed.start, needed.end);
  return known === null ? null : trimmed(known, segments, index);
}

/** @param known the text that `neededFor` names */
export function trimmed(known: string, segments: readonly Segment[], index: number): SegmentText | null {
  const segment = segments[index];
  const next = segments[index + 1];
  if (segment === undefined) return null;
  const base = neededFor(segments, index).start;
  const start = segment.first
    ? segment.start
    : segment.start + afterBreak(known.charAt(0), known.slice(1, 1 + Math.min(REACH, segment.end - segment.start)));
  const cut = segment.end - base;
  const end =
    next === undefined || next.first
      ? segment.end
      : segment.end + afterBreak(known.charAt(cut - 1), known.slice(cut, cut + REACH));
  return { start, text: known.slice(start - base, end - base) };
}

/** The segment whose text holds an offset, once the text around it is here. */
export async function segmentOf(store: TextStore, segments: readonly Segment[], offset: number): Promise<number> {
  const index = Math.max(0, lastFrom(segments, offset));
  const needed = neededFor(segments, index);
  await store.read(needed.start, needed.end);
  const shown = segmentText(store, segments, index);
  // The line that begins in the segment before reaches to behind the cut.
  return shown !== null && offset < shown.start && index > 0 ? index - 1 : index;
}
