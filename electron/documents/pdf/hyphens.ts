/** Words that were broken at the end of a line. */

const BROKEN = /(\p{L}[\p{L}'’]*)[-\u2010]$/u;
const WORD = /[\p{L}][\p{L}'’]*(?:[-\u2010][\p{L}][\p{L}'’]*)*/gu;
/** Share of lines ending in a hyphen below which, in a document of many lines, words are not broken at line ends. */
const FEW_BROKEN = 0.015;
const MANY_LINES = 60;
/** Words that are remembered; past that the rest of the document adds none. */
const MOST_WORDS = 500_000;

/** The words of a document, to tell a hyphen that breaks a word from one that belongs to it. */
export class Words {
  readonly #seen = new Map<string, number>();
  /** Lines that end in Unicode's own hyphen, which some programs put where they break a word. */
  #breaks = 0;
  /** The line before ended inside a word. */
  #inside = false;
  #lines = 0;
  /** Lines that end in a hyphen of either kind. */
  #broken = 0;

  /** Takes in the words of the next line; its first and its last one only where they are whole. */
  add(line: string): void {
    const broken = BROKEN.test(line);
    this.#lines++;
    if (broken) this.#broken++;
    const whole = (this.#inside ? line.replace(/^\S+/, '') : line).replace(BROKEN, '');
    this.#inside = broken;
    if (broken && line.endsWith('\u2010')) this.#breaks++;
    for (const [word] of whole.matchAll(WORD)) {
      const key = word.toLowerCase().replaceAll('\u2010', '-');
      if (this.#seen.size < MOST_WORDS || this.#seen.has(key)) this.#seen.set(key, this.#count(key) + 1);
    }
  }

  /**
   * What stands between the two parts of a broken word: nothing, or the hyphen where it belongs to the word. Undefined where `line` does
   * not end in a hyphen behind a letter, or the next one does not begin with a letter.
   */
  seam(line: string, next: string): '' | '-' | undefined {
    const first = BROKEN.exec(line)?.[1];
    const second = /^\p{L}[\p{L}'’]*/u.exec(next)?.[0];
    if (first === undefined || second === undefined) return undefined;
    // Compounds of names keep it: Anglo-Saxon.
    if (/^\p{Lu}/u.test(second) && !/^\p{Lu}+$/u.test(first)) return '-';
    const before = /([\p{L}'’-]*)[-\u2010]$/u.exec(line)?.[1] ?? first;
    const joined = this.#count(`${before}${second}`.toLowerCase());
    const compound = this.#count(`${before}-${second}`.toLowerCase());
    if (joined !== compound) return joined > compound ? '' : '-';
    if (line.endsWith('\u2010')) return '';
    // A program that breaks words with the other hyphen, or not at all, leaves this one where it found it.
    const breaksNone = this.#lines >= MANY_LINES && this.#broken < this.#lines * FEW_BROKEN;
    if (this.#breaks > 0 || breaksNone || before.includes('-')) return '-';
    // Unknown as a whole: two words that stand alone elsewhere are a compound.
    const alone = (word: string) => word.length >= 3 && this.#count(word.toLowerCase()) > 0;
    return alone(before) && alone(second) ? '-' : '';
  }

  #count(word: string): number {
    return this.#seen.get(word) ?? 0;
  }
}
