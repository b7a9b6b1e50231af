/** A document's text as it is needed: pages of it are fetched, the least used ones forgotten, so that a long text is never held whole. */

/** UTF-16 code units of one request. Well below what one call may have. */
export const TEXT_PAGE = 1 << 16;

/** Pages that are kept: four million code units. */
const KEPT_PAGES = 64;

/** Fetches a stretch of the text; offsets in UTF-16 code units. */
export type FetchText = (start: number, end: number) => Promise<string>;

export class TextStore {
  readonly characters: number;
  readonly #fetch: FetchText;
  /** In order of use, the latest at the end. */
  readonly #pages = new Map<number, string>();
  readonly #underWay = new Map<number, Promise<string>>();
  readonly #listeners = new Set<() => void>();

  constructor(characters: number, fetch: FetchText) {
    this.characters = characters;
    this.#fetch = fetch;
  }

  /** The text of a stretch when it is here, otherwise null. */
  peek(start: number, end: number): string | null {
    const [from, to] = this.#clamp(start, end);
    if (from === to) return '';
    let text = '';
    for (let page = Math.floor(from / TEXT_PAGE); page * TEXT_PAGE < to; page += 1) {
      const content = this.#pages.get(page);
      if (content === undefined) return null;
      this.#pages.delete(page);
      this.#pages.set(page, content);
      const base = page * TEXT_PAGE;
      text += content.slice(Math.max(0, from - base), to - base);
    }
    return text;
  }

  /** The text of a stretch. @throws what the fetch throws; the next call tries again. */
  async read(start: number, end: number): Promise<string> {
    const [from, to] = this.#clamp(start, end);
    if (from === to) return '';
    const pages: Promise<string>[] = [];
    for (let page = Math.floor(from / TEXT_PAGE); page * TEXT_PAGE < to; page += 1) pages.push(this.#page(page));
    const base = Math.floor(from / TEXT_PAGE) * TEXT_PAGE;
    return (await Promise.all(pages)).join('').slice(from - base, to - base);
  }

  /** Hears when a page arrived. @returns a function that ends it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #clamp(start: number, end: number): [number, number] {
    const from = Math.min(Math.max(0, start), this.characters);
    return [from, Math.min(Math.max(from, end), this.characters)];
  }

  #page(page: number): Promise<string> {
    const here = this.#pages.get(page);
    if (here !== undefined) return Promise.resolve(here);
    const asked = this.#underWay.get(page);
    if (asked !== undefined) return asked;
    const start = page * TEXT_PAGE;
    const fetched = this.#fetch(start, Math.min(start + TEXT_PAGE, this.characters))
      .then((text) => this.#keep(page, text))
      .finally(() => this.#underWay.delete(page));
    this.#underWay.set(page, fetched);
    return fetched;
  }

  #keep(page: number, text: string): string {
    this.#pages.set(page, text);
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= KEPT_PAGES) break;
      this.#pages.delete(oldest);
    }
    this.#listeners.forEach((listener) => listener());
    return text;
  }
}
