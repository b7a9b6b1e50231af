/** Text put together from the pieces of a marked-up page: white space collapsed, blocks on lines of their own. */
import { MAX_CHARACTERS } from '../limits.ts';

/** Thrown by the one that writes when a document has more text than any may have. */
export class TooMuchText extends Error {
  override readonly name = 'TooMuchText';
}

export class TextFlow {
  readonly #parts: string[] = [];
  #length = 0;
  #breaks = 0;
  #space = false;
  #prefix = '';
  /** No words since the cell's tab. */
  #cellBegins = false;
  #marks: ((offset: number) => void)[] = [];

  /** UTF-16 code units so far. */
  get length(): number {
    return this.#length;
  }

  /** Words with the white space around them, which becomes one space or, at the edge of a block, nothing. */
  words(text: string): void {
    const collapsed = text.replaceAll('\u00AD', '').replace(/[ \t\n\r\f]+/g, ' ');
    if (collapsed === '') return;
    if (collapsed === ' ') {
      this.#space = true;
      return;
    }
    if (collapsed.startsWith(' ')) this.#space = true;
    this.#emit(collapsed.replace(/^ | $/g, ''));
    this.#space = collapsed.endsWith(' ');
  }

  /** Text whose white space counts, such as that of `pre`. */
  verbatim(text: string): void {
    for (const [index, line] of text.replaceAll('\r\n', '\n').split('\n').entries()) {
      if (index > 0) this.#breaks++;
      if (line === '') continue;
      this.#space = false;
      this.#emit(line);
    }
  }

  /** Ends the line; `blank` also leaves one line empty. Breaks at the same place do not add up. */
  break(blank = false): void {
    this.#breaks = Math.max(this.#breaks, blank ? 2 : 1);
    this.#space = false;
  }

  /** A line end that is meant: two of them are an empty line. */
  lineEnd(): void {
    this.#breaks = Math.min(this.#breaks + 1, 2);
    this.#space = false;
  }

  /** Put before the next words, behind any line ends: a list's bullet. Lost where no words follow before the next one. */
  prefix(text: string): void {
    this.#prefix = text;
  }

  /** Drops a prefix that no words followed. */
  dropPrefix(): void {
    this.#prefix = '';
  }

  /** Begins another cell of the row. */
  cell(): void {
    this.#emitBreaks();
    this.#emitRaw('\t');
    this.#space = false;
    this.#cellBegins = true;
  }

  /** Calls back with the offset of the next words. Where none follow, `finish` calls back with the end. */
  mark(callback: (offset: number) => void): void {
    this.#marks.push(callback);
  }

  /** The whole text, ending in a line end. */
  finish(): string {
    const text = this.#parts.join('').trimEnd();
    for (const mark of this.#marks.splice(0)) mark(text.length);
    return text === '' ? '' : `${text}\n`;
  }

  #emitBreaks(): boolean {
    const breaks = this.#length > 0 ? this.#breaks : 0;
    this.#breaks = 0;
    this.#emitRaw('\n'.repeat(breaks));
    return breaks > 0;
  }

  #emit(words: string): void {
    if (!this.#emitBreaks() && this.#space && this.#length > 0 && !this.#cellBegins) this.#emitRaw(' ');
    this.#cellBegins = false;
    for (const mark of this.#marks.splice(0)) mark(this.#length);
    if (this.#prefix !== '') this.#emitRaw(this.#prefix);
    this.#prefix = '';
    this.#emitRaw(words);
  }

  #emitRaw(text: string): void {
    this.#parts.push(text);
    this.#length += text.length;
    if (this.#length > MAX_CHARACTERS) throw new TooMuchText();
  }
}
