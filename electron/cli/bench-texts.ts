/** Generated texts for measurements: words of the sample as often as words of a language are, the same at every run. */

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Vocabulary {
  /** The most frequent first. */
  words: readonly string[];
  /** A word, by Zipf's law. */
  draw: (random: () => number) => string;
}

/** The words of a text, and invented ones behind them, for a language has more rare words than one text shows. */
export function vocabularyOf(text: string, size: number): Vocabulary {
  const counts = new Map<string, number>();
  for (const word of text.toLowerCase().match(/\p{L}+/gu) ?? []) counts.set(word, (counts.get(word) ?? 0) + 1);
  const words = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([word]) => word);
  const known = words.length;
  for (let at = 0; words.length < size; at++) {
    words.push(`${words[at % known] ?? ''}${words[(at * 31 + 7) % known] ?? ''}${Math.floor(at / known) || ''}`);
  }
  // The sum of 1/rank up to a rank is its logarithm, more or less: this is the inverse.
  const draw = (random: () => number) => words[Math.floor(Math.exp(random() * Math.log(words.length))) - 1] ?? '';
  return { words, draw };
}

/** A text of about `characters`, in sentences and paragraphs. */
export function textOf({ draw }: Vocabulary, characters: number, random: () => number): string {
  const paragraphs: string[] = [];
  for (let length = 0; length < characters;) {
    const sentences: string[] = [];
    for (let count = 2 + Math.floor(random() * 6); count > 0; count--) {
      const words = Array.from({ length: 6 + Math.floor(random() * 18) }, () => draw(random));
      const [first = ''] = words;
      sentences.push(`${first.charAt(0).toUpperCase()}${words.join(' ').slice(1)}.`);
    }
    const paragraph = sentences.join(' ');
    paragraphs.push(paragraph);
    length += paragraph.length + 2;
  }
  return paragraphs.join('\n\n');
}
