/** Finds words in a text whatever their case and however lines, hyphens and quotation marks break them. */

/** Longest break between two characters that is looked past, in characters. */
const BREAK = 40;

const ALIKE: readonly string[] = ["'‘’‚‛ʼ", '"“”„‟«»', '-‐‑‒–—'];

/**
 * A pattern that finds the query.
 * @returns null when there is nothing to look for
 */
export function loosePattern(query: string): RegExp | null {
  const words = query.trim().split(/\s+/u).filter(Boolean);
  if (words.length === 0) return null;
  // A word may be broken at a line's end, with a hyphen or a soft one.
  const inside = `(?:\u00ad|[-‐]?[ \\t]{0,${BREAK}}\\r?\\n[ \\t]{0,${BREAK}})?`;
  const word = (text: string) => Array.from(text, charPattern).join(inside);
  return new RegExp(words.map(word).join(`\\s{1,${BREAK}}`), 'giu');
}

/** Longest stretch that a pattern of this query can match, in UTF-16 code units. */
export function longestMatch(query: string): number {
  return query.length * 2 * (BREAK + 2) + BREAK;
}

function charPattern(char: string): string {
  const alike = ALIKE.find((group) => group.includes(char));
  if (alike !== undefined) return `[${alike.replace('-', '\\-')}]`;
  return char.replace(/[\\^$.*+?()[\]{}|/-]/gu, (special) => (special === '-' ? '-' : `\\${special}`));
}
