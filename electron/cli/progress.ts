/** Progress on standard error: one line that is written over in a terminal, a line now and then anywhere else. */

/** Between two lines where lines stay, milliseconds. */
const LINE_EVERY_MS = 2000;

export class ProgressLine {
  readonly #stream: NodeJS.WriteStream;
  #last = -Infinity;
  #open = false;

  constructor(stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = stream;
  }

  /** Shows `text`; where lines stay, at most every two seconds. */
  show(text: string): void {
    if (this.#stream.isTTY) {
      this.#stream.write(`\r\u001b[K${text.slice(0, (this.#stream.columns || 80) - 1)}`);
      this.#open = true;
      return;
    }
    const now = performance.now();
    if (now - this.#last < LINE_EVERY_MS) return;
    this.#last = now;
    this.#stream.write(`${text}\n`);
  }

  /** Takes the line away, so that something else can be written. */
  clear(): void {
    if (this.#open) this.#stream.write('\r\u001b[K');
    this.#open = false;
  }
}
