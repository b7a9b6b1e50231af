/** A very long text is shown in parts: a browser lays out no element higher than some millions of pixels. */
import type { Segment } from './segments.ts';

/** UTF-16 code units of a part: below eight million pixels of prose, and below sixteen of code with short lines. */
export const PART = 24_000_000;

/** Each part as the indexes of its first segment and of the one after its last. */
export function partsOf(segments: readonly Segment[]): [number, number][] {
  const parts: [number, number][] = [];
  let first = 0;
  let characters = 0;
  segments.forEach(({ start, end }, index) => {
    characters += end - start;
    if (characters < PART) return;
    parts.push([first, index + 1]);
    first = index + 1;
    characters = 0;
  });
  if (first < segments.length || parts.length === 0) parts.push([first, segments.length]);
  return parts;
}

export function partWith(parts: readonly (readonly [number, number])[], segment: number): number {
  return Math.max(
    0,
    parts.findIndex(([first, after]) => segment >= first && segment < after),
  );
}
