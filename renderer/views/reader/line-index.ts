/** Numbers of lines in a text of which only parts are here: line ends are counted page by page and only the counts are kept. */
import type { Stretch } from '../../state/reader-slice.ts';
import { TEXT_PAGE, type TextStore } from '../../state/text-store.ts';

/** Pages that are fetched at the same time. */
const AT_ONCE = 8;

/** [from, to) cut at the edges of pages. */
function stretches(from: number, to: number): Stretch[] {
  const parts: Stretch[] = [];
  for (let start = from; start < to;) {
    const end = Math.min((Math.floor(start / TEXT_PAGE) + 1) * TEXT_PAGE, to);
    parts.push({ start, end });
    start = end;
  }
  return parts;
}

async function inTurns(parts: readonly Stretch[], count: (part: Stretch) => Promise<number>): Promise<number[]> {
  const counts: number[] = [];
  for (let at = 0; at < parts.length; at += AT_ONCE) {
    counts.push(...(await Promise.all(parts.slice(at, at + AT_ONCE).map(count))));
  }
  return counts;
}

export class LineIndex {
  readonly #store: TextStore;
  /** Line ends in each page that was counted. */
  readonly #counts = new Map<number, number>();

  constructor(store: TextStore) {
    this.#store = store;
  }

  /** Line ends in [from, to). */
  async lineEnds(from: number, to: number): Promise<number> {
    const counts = await inTurns(stretches(from, to), (stretch) => this.#countIn(stretch));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  /** Where the line begins that has `line - 1` line ends between `from` and itself, or null when [from, to) has fewer lines. */
  async startOf(line: number, from: number, to: number): Promise<number | null> {
    let left = line - 1;
    const all = stretches(from, to);
    for (let at = 0; at < all.length; at += AT_ONCE) {
      const some = all.slice(at, at + AT_ONCE);
      const counts = await Promise.all(some.map((stretch) => this.#countIn(stretch)));
      for (const [index, stretch] of some.entries()) {
        const here = counts[index] ?? 0;
        if (here >= left) return this.#lineIn(stretch, left, to);
        left -= here;
      }
    }
    return null;
  }

  /** Behind the `left`th line end of a stretch. */
  async #lineIn({ start, end }: Stretch, left: number, to: number): Promise<number | null> {
    const text = left === 0 ? '' : await this.#store.read(start, end);
    let found = -1;
    for (let more = left; more > 0; more -= 1) found = text.indexOf('\n', found + 1);
    return start + found + 1 < to ? start + found + 1 : null;
  }

  async #countIn({ start, end }: Stretch): Promise<number> {
    const page = start / TEXT_PAGE;
    return Number.isInteger(page) && end - start === TEXT_PAGE
      ? this.#inPage(page)
      : countLineEnds(await this.#store.read(start, end));
  }

  async #inPage(page: number): Promise<number> {
    const known = this.#counts.get(page);
    if (known !== undefined) return known;
    const counted = countLineEnds(await this.#store.read(page * TEXT_PAGE, (page + 1) * TEXT_PAGE));
    this.#counts.set(page, counted);
    return counted;
  }
}

export function countLineEnds(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
