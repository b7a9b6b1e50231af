/** The reader beside the conversation: what is open, where it stands, what is found and highlighted. */
import type { Annotation, ReaderDocument } from '../../electron/contract/library.ts';
import type { Failure } from './conversation-slice.ts';

/** A stretch of a document's text; UTF-16 code units, `end` exclusive. */
export interface Stretch {
  start: number;
  end: number;
}

/** A place that the reader was sent to. `count` tells two visits of one place apart. */
export interface ReaderTarget extends Stretch {
  documentId: string;
  /** Shows the stretch for a moment. */
  flash: boolean;
  count: number;
}

export interface ReaderFind {
  documentId: string;
  query: string;
  /** In order of the text. */
  matches: Stretch[];
  /** There are more than those. */
  more: boolean;
  /** The match that is shown; -1 when none is. */
  at: number;
}

export type ReaderSide = 'outline' | 'highlights';
export type ReaderBar = 'find' | 'goto';
export type ReaderLook = 'pages' | 'text';

export interface ReaderSlice {
  readerOpen: boolean;
  /** Where there is no room for both, the reader is in front of the conversation. */
  readerFront: boolean;
  readerSide: ReaderSide | null;
  readerBar: ReaderBar | null;
  /** Share of the width that the conversation has beside the reader. */
  readerSplit: number;
  /** By document id. */
  readerDocuments: Record<string, ReaderDocument>;
  readerFailures: Record<string, Failure>;
  annotations: Record<string, Annotation[]>;
  /** By document id: pages or text, where there are both. */
  readerViews: Record<string, ReaderLook>;
  /** By document id: the offset at the top of the reader. */
  readerPlaces: Record<string, number>;
  readerTarget: ReaderTarget | null;
  /** The stretch that flashes now. */
  readerFlash: (Stretch & { documentId: string }) | null;
  readerFind: ReaderFind | null;
  /** The annotation whose note is being written. */
  noteOf: string | null;
}

export const readerSlice: ReaderSlice = {
  readerOpen: false,
  readerFront: true,
  readerSide: null,
  readerBar: null,
  readerSplit: 0.46,
  readerDocuments: {},
  readerFailures: {},
  annotations: {},
  readerViews: {},
  readerPlaces: {},
  readerTarget: null,
  readerFlash: null,
  readerFind: null,
  noteOf: null,
};

/** The match to show first: the next one from where the reader stands, around to the first. */
export function firstMatch(matches: readonly Stretch[], from: number): number {
  if (matches.length === 0) return -1;
  const next = matches.findIndex(({ start }) => start >= from);
  return next === -1 ? 0 : next;
}

/** The match before or after, around the ends. */
export function nextMatch({ matches, at }: Pick<ReaderFind, 'matches' | 'at'>, step: 1 | -1): number {
  return matches.length === 0 ? -1 : (at + step + matches.length) % matches.length;
}

/** Stretches of an ordered list that touch [start, end), by binary search, since a document may have thousands. */
export function within<T extends Stretch>(ordered: readonly T[], start: number, end: number): T[] {
  let low = 0;
  let high = ordered.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ordered[middle]?.end ?? 0) <= start) low = middle + 1;
    else high = middle;
  }
  const found: T[] = [];
  for (let index = low; index < ordered.length; index += 1) {
    const one = ordered[index];
    if (one === undefined || one.start >= end) break;
    found.push(one);
  }
  return found;
}

/** Index of the last of an ordered list that begins at or before `offset`; -1 before the first. */
export function lastFrom(ordered: readonly { start: number }[], offset: number): number {
  let low = 0;
  let high = ordered.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ordered[middle]?.start ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
