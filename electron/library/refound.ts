/** Where a document's annotations lie in another text of it. */
import type { Connection } from './connection.ts';
import { loosePattern } from './loose-match.ts';
import { textCalls } from './texts.ts';

export interface Refound {
  /** Its id. */
  annotation: string;
  start: number;
  end: number;
  /** 1 where its quote is not in the text any more; the place is then the old one. */
  lost: 0 | 1;
}

/** Longest quote that is looked for with breaks in other places; longer ones have to be there as they are. */
const LOOSE = 2_000;

/** The new place of every annotation of the document. A quote that occurs several times is the one nearest to its old place. */
export function refound(db: Connection, document: string, text: number): Refound[] {
  const annotations = db.all<{ id: string; start: number; end: number; quote: string }>(
    'SELECT id, start, end, quote FROM annotations WHERE document = ?',
    document,
  );
  if (annotations.length === 0) return [];
  const whole = textCalls(db).wholeText(text);
  return annotations.map(({ id, start, end, quote }) => {
    const place = nearest(whole, quote, start);
    return place === null
      ? { annotation: id, start, end, lost: 1 }
      : { annotation: id, start: place.start, end: place.end, lost: 0 };
  });
}

function nearest(text: string, quote: string, near: number): { start: number; end: number } | null {
  const after = text.indexOf(quote, near);
  const before = text.lastIndexOf(quote, near);
  const exact = after === -1 || (before !== -1 && near - before < after - near) ? before : after;
  if (exact !== -1) return { start: exact, end: exact + quote.length };
  const pattern = quote.length > LOOSE ? null : loosePattern(quote);
  let best: { start: number; end: number } | null = null;
  if (pattern === null) return null;
  for (const { index, 0: match } of text.matchAll(pattern)) {
    if (best !== null && Math.abs(index - near) >= Math.abs(best.start - near)) break;
    best = { start: index, end: index + match.length };
  }
  return best;
}
