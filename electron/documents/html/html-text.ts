/** The text of a page in reading order, its headings, and where its ids are. */
import { parse, parseFragment } from 'parse5';
import { TextFlow } from './text-flow.ts';
import type { Heading } from '../sections.ts';
import {
  attribute,
  blockKind,
  headingLevel,
  isElement,
  isLayoutTable,
  isLeftOut,
  type Element,
  type Node,
} from './elements.ts';

export interface PageMarks {
  headings: Heading[];
  /** Offsets of the words that an id stands at. */
  ids: Map<string, number>;
}

/** Parses a whole page; what is broken in it is mended as browsers do. */
export function parsePage(html: string): Node {
  return parse(html, { scriptingEnabled: false });
}

/** Parses a part of a page, without `html` and `body`. */
export function parsePart(html: string): Node {
  return parseFragment(html, { scriptingEnabled: false });
}

/** The content of a page's `title`. */
export function titleOf(page: Node): string {
  const queue: Node[] = [page];
  for (let at = 0; at < queue.length && at < 500; at++) {
    const node = queue[at];
    if (node === undefined || !('childNodes' in node)) continue;
    if (node.nodeName === 'title')
      return node.childNodes.map((child) => ('value' in child ? child.value : '')).join('');
    queue.push(...node.childNodes);
  }
  return '';
}

/**
 * Writes the page's text to `flow`. A row of a table becomes a line with its cells between tabs, an item of a list begins with its
 * bullet or number, scripts, styles and menus are left out.
 *
 * The tree is walked without recursion: a hostile page can be nested deeper than the stack goes.
 */
export function writePage(root: Node, flow: TextFlow): PageMarks {
  const writer = new PageWriter(flow);
  writer.write(root);
  return writer.marks;
}

type Step = { node: Node } | { leave: () => void };

class PageWriter {
  readonly marks: PageMarks = { headings: [], ids: new Map() };
  readonly #flow: TextFlow;
  /** Lists around the place, the innermost last; `number` counts an ordered one. */
  readonly #lists: { number: number | null; step: number }[] = [];
  /** Tables around the place: whether their rows are lines of cells. */
  readonly #tables: boolean[] = [];
  #preformatted = 0;
  #cells = 0;

  constructor(flow: TextFlow) {
    this.#flow = flow;
  }

  write(root: Node): void {
    const steps: Step[] = [{ node: root }];
    for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
      if ('leave' in step) {
        step.leave();
        continue;
      }
      const { node } = step;
      if (node.nodeName === '#text' && 'value' in node) this.#text(node.value);
      if (isElement(node)) {
        if (isLeftOut(node)) continue;
        steps.push({ leave: this.#enter(node) });
      }
      if ('childNodes' in node) {
        for (let at = node.childNodes.length - 1; at >= 0; at--) {
          const child = node.childNodes[at];
          if (child !== undefined) steps.push({ node: child });
        }
      }
    }
  }

  #text(value: string): void {
    if (this.#preformatted > 0 && this.#cells === 0) this.#flow.verbatim(value);
    else this.#flow.words(value);
  }

  /** @returns what is to be done behind the element's children */
  #enter(element: Element): () => void {
    const { tagName } = element;
    const leave: (() => void)[] = [];
    const block = blockKind(tagName);
    // Inside a row of data only the row itself ends a line.
    const breaks = block !== null && (this.#cells === 0 || (tagName === 'table' && !this.#tables.at(-1)));
    if (breaks) {
      const nested = this.#lists.length > 0 && (tagName === 'ul' || tagName === 'ol');
      const blank = block === 'paragraph' && !nested;
      this.#flow.break(blank);
      leave.push(() => this.#flow.break(blank));
    } else if (block !== null) this.#flow.words(' ');
    this.#markIds(element);
    const level = headingLevel(tagName);
    if (level !== null) this.#heading(level, element);
    leave.unshift(this.#special(element));
    return () => leave.forEach((each) => each());
  }

  #special(element: Element): () => void {
    switch (element.tagName) {
      case 'br':
        if (this.#cells > 0) this.#flow.words(' ');
        else this.#flow.lineEnd();
        return nothing;
      case 'pre':
        this.#preformatted++;
        return () => {
          this.#preformatted--;
        };
      case 'ul':
      case 'menu':
      case 'dir':
        return this.#list(null, 1);
      case 'ol':
        return this.#list(
          Number(attribute(element, 'start') ?? 1) || 1,
          attribute(element, 'reversed') === undefined ? 1 : -1,
        );
      case 'li':
        return this.#item();
      case 'table':
        this.#tables.push(!isLayoutTable(element));
        return () => void this.#tables.pop();
      case 'td':
      case 'th':
        return this.#cell(element);
      default:
        return nothing;
    }
  }

  #list(number: number | null, step: number): () => void {
    this.#lists.push({ number, step });
    return () => void this.#lists.pop();
  }

  #item(): () => void {
    const list = this.#lists.at(-1);
    const number = list?.number ?? null;
    if (this.#cells === 0) {
      const indent = '  '.repeat(Math.min(Math.max(0, this.#lists.length - 1), 8));
      this.#flow.prefix(`${indent}${number === null ? '-' : `${number}.`} `);
    }
    if (list !== undefined && number !== null) list.number = number + list.step;
    return () => this.#flow.dropPrefix();
  }

  #cell(cell: Element): () => void {
    if (this.#tables.at(-1) !== true) {
      this.#flow.break();
      return () => this.#flow.break();
    }
    const row = cell.parentNode;
    const first = row === null || row.childNodes.find(isElement) === cell;
    if (!first) this.#flow.cell();
    this.#cells++;
    return () => {
      this.#cells--;
    };
  }

  #markIds(element: Element): void {
    const names = [attribute(element, 'id'), element.tagName === 'a' ? attribute(element, 'name') : undefined];
    for (const name of names) {
      if (name === undefined || name === '' || this.marks.ids.has(name)) continue;
      this.#flow.mark((offset) => this.marks.ids.set(name, offset));
    }
  }

  #heading(level: number, element: Element): void {
    const title = wordsOf(element);
    if (title !== '') this.#flow.mark((start) => this.marks.headings.push({ start, title, level }));
  }
}

function nothing(): void {
  // Most elements only have children.
}

/** The words inside one element. */
export function wordsOf(element: Node): string {
  const flow = new TextFlow();
  new PageWriter(flow).write({
    nodeName: '#document-fragment',
    childNodes: 'childNodes' in element ? element.childNodes : [],
  });
  return flow.finish().replace(/\s+/g, ' ').trim();
}
