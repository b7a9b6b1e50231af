/** Cuts a block's text into pieces, each of which looks the same all along: colours of code, highlights, matches, the flash. */
import type { Colour } from '../../state/annotation-actions.ts';
import { within, type Stretch } from '../../state/reader-slice.ts';

/** A run of code with highlight.js's class names. */
export interface Token extends Stretch {
  className: string;
}

export interface Mark extends Stretch {
  id: string;
  colour: Colour;
  /** It has a note. */
  noted: boolean;
}

/** Everything that lies over the text. Each list in order of `start`; offsets of the document. */
export interface Layers {
  tokens: readonly Token[];
  marks: readonly Mark[];
  matches: readonly Stretch[];
  /** The match that is shown now. */
  match: Stretch | null;
  flash: Stretch | null;
}

export interface Piece extends Stretch {
  className: string;
  mark: Mark | null;
}

const touches = (stretch: Stretch | null, start: number, end: number) =>
  stretch !== null && stretch.start < end && stretch.end > start;

/** The pieces of [start, end), in order and without gaps; none for an empty stretch. */
export function piecesOf(start: number, end: number, layers: Layers): Piece[] {
  const tokens = within(layers.tokens, start, end);
  const matches = within(layers.matches, start, end);
  // Highlights may lie over each other, so their ends are in no order.
  const marks = layers.marks.filter((mark) => touches(mark, start, end));
  const edges = new Set([start, end]);
  const flash = touches(layers.flash, start, end) ? layers.flash : null;
  for (const one of [...tokens, ...matches, ...marks, ...(flash === null ? [] : [flash])]) {
    if (one.start > start) edges.add(one.start);
    if (one.end < end) edges.add(one.end);
  }
  const cuts = [...edges].sort((a, b) => a - b);
  const pieces: Piece[] = [];
  let token = 0;
  for (let index = 0; index + 1 < cuts.length; index += 1) {
    const from = cuts[index] ?? start;
    const to = cuts[index + 1] ?? end;
    while ((tokens[token]?.end ?? Infinity) <= from) token += 1;
    const colour = tokens[token];
    const names = [
      touches(colour ?? null, from, to) ? colour?.className : '',
      matches.some((one) => touches(one, from, to)) ? 'found' : '',
      touches(layers.match, from, to) ? 'now' : '',
      touches(flash, from, to) ? 'flash' : '',
    ];
    // The latest highlight lies on top.
    const mark = marks.findLast((one) => touches(one, from, to)) ?? null;
    pieces.push({ start: from, end: to, className: names.filter((name) => name !== '').join(' '), mark });
  }
  return pieces;
}
