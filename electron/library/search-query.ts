/** What a person types into the search field, as the index and the snippets need it. */

/** Words that have to stand one after the other; a single word is the common case. */
export interface Term {
  /** Folded, as `fold` does it. */
  words: string[];
  /** The last word is the beginning of one. */
  prefix: boolean;
}

/** A beginning shorter than this is of too many words: it is then looked for as a word. */
const SHORTEST_PREFIX = 3;

const WORD = /[\p{L}\p{N}\p{M}\p{Co}]+/gu;

/** Lower case without accents; every UTF-16 code unit becomes exactly one, so that places stay the same. */
export function fold(text: string): string {
  // eslint-disable-next-line no-control-regex -- all of ASCII
  if (/^[\u0000-\u007f]*$/.test(text)) return text.toLowerCase();
  return Array.from({ length: text.length }, (_, at) => foldUnit(text.charAt(at))).join('');
}

function foldUnit(unit: string): string {
  const base = (unit.normalize('NFD')[0] ?? unit).toLowerCase();
  return base.length === 1 ? base : unit;
}

/** What has to be there, all of it: words, "words in quotes" as they stand, and the beginning of a word at the very end. */
export function termsOf(query: string): Term[] {
  const terms: Term[] = [];
  for (const { 1: quoted, 2: bare } of query.matchAll(/["“”]([^"“”]*)["“”]?|([^\s"“”]+)/gu)) {
    const words = (quoted ?? bare ?? '').normalize('NFC').match(WORD) ?? [];
    if (words.length > 0) terms.push({ words: words.map(fold), prefix: false });
  }
  const last = terms.at(-1);
  const typing = /[\p{L}\p{N}\p{M}\p{Co}]$/u.test(query);
  if (last !== undefined && typing && (last.words.at(-1)?.length ?? 0) >= SHORTEST_PREFIX) last.prefix = true;
  return terms;
}

/** The terms in the language of the full-text index. */
export function matchExpression(terms: readonly Term[]): string {
  return terms.map(({ words, prefix }) => `"${words.join(' ')}"${prefix ? ' *' : ''}`).join(' AND ');
}

/** Where the terms stand best in a passage: the place from which the most of them follow closely. Null where none is found. */
export function bestMatch(passage: string, terms: readonly Term[]): { start: number; end: number } | null {
  const text = fold(passage);
  const found = terms
    .flatMap((term, number) => placesOf(text, term).map((place) => ({ ...place, number })))
    .sort((a, b) => a.start - b.start);
  let best: { start: number; end: number } | null = null;
  let most = 0;
  for (const [at, { start, end }] of found.entries()) {
    const near = new Set(
      found
        .slice(at, at + 50)
        .filter((other) => other.start - start <= NEAR)
        .map(({ number }) => number),
    );
    if (near.size > most) {
      most = near.size;
      best = { start, end };
    }
  }
  return best;
}

/** Characters that a snippet shows, more or less. */
const NEAR = 160;
/** Of one term in one passage. */
const MOST_PLACES = 50;

function placesOf(text: string, { words, prefix }: Term): { start: number; end: number }[] {
  const between = '[^\\p{L}\\p{N}\\p{Co}]+';
  const pattern = words.map((word) => Array.from(word).join('\\p{M}*')).join(between);
  const end = prefix ? '[\\p{L}\\p{N}\\p{M}\\p{Co}]*' : '\\p{M}*(?![\\p{L}\\p{N}\\p{Co}])';
  const places: { start: number; end: number }[] = [];
  for (const match of text.matchAll(new RegExp(`(?<![\\p{L}\\p{N}\\p{Co}])${pattern}${end}`, 'gu'))) {
    places.push({ start: match.index, end: match.index + match[0].length });
    if (places.length === MOST_PLACES) break;
  }
  return places;
}
