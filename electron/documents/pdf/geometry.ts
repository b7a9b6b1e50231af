/** The pieces of text on a page and the boxes they are put together to. Points of 1/72 inch, from the page's upper left corner. */

/** A run of characters as the PDF draws it. */
export interface Piece {
  text: string;
  left: number;
  right: number;
  /** Where the letters stand on. */
  baseline: number;
  /** Of the font. */
  size: number;
  /** Its place in the order in which the page is drawn. */
  order: number;
  rightToLeft: boolean;
  /** The PDF itself draws a space behind it. */
  spaceAfter: boolean;
}

/** Pieces beside each other without a gap that could be one between columns. */
export interface Segment {
  text: string;
  left: number;
  right: number;
  baseline: number;
  size: number;
  order: number;
  /** Number of the row on the page, from above: what stands on one baseline. */
  row: number;
}

/** One line of a column, in reading order. */
export interface Line {
  /** Cells lie between tabs; a line end is one inside a cell. */
  text: string;
  left: number;
  right: number;
  baseline: number;
  size: number;
  /** Number of the column's stretch that it belongs to, in reading order. */
  block: number;
  /** It has cells, as the row of a table. */
  cells: boolean;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

/** Things by what they have in common, in the order of their first. */
export function groupBy<K, T>(things: Iterable<T>, key: (thing: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const thing of things) {
    const group = groups.get(key(thing));
    if (group === undefined) groups.set(key(thing), [thing]);
    else group.push(thing);
  }
  return groups;
}
