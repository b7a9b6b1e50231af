/** What elements mean for their text. */
import type { DefaultTreeAdapterTypes } from 'parse5';

export type Node = DefaultTreeAdapterTypes.Node;
export type Element = DefaultTreeAdapterTypes.Element;
export type ParentNode = DefaultTreeAdapterTypes.ParentNode;

/** Not part of what is read: code, controls, pictures, and the menus of a site. */
const LEFT_OUT = new Set(
  (
    'script style template noscript head nav svg canvas iframe object embed audio video button select textarea input ' +
    'datalist map annotation annotation-xml frameset applet'
  ).split(' '),
);
/** Blocks with an empty line around them. */
const PARAGRAPHS = new Set('p h1 h2 h3 h4 h5 h6 blockquote ul ol table pre figure dl hr'.split(' '));
/** Blocks on lines of their own. */
const LINES = new Set(
  (
    'div section article li tr dt dd address header footer main aside figcaption summary details form fieldset legend ' +
    'caption center body html hgroup menu dir'
  ).split(' '),
);

export function isElement(node: Node): node is Element {
  return 'tagName' in node;
}

export function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((each) => each.name === name)?.value;
}

export function isLeftOut(element: Element): boolean {
  if (LEFT_OUT.has(element.tagName)) return true;
  if (attribute(element, 'hidden') !== undefined || attribute(element, 'role') === 'navigation') return true;
  if (/display\s*:\s*none/i.test(attribute(element, 'style') ?? '')) return true;
  return element.tagName === 'a' && isBackLink(element);
}

/** The arrow behind a footnote that leads back to its mark. */
function isBackLink(link: Element): boolean {
  const [only] = link.childNodes;
  const arrow =
    link.childNodes.length === 1 && only !== undefined && 'value' in only && /^(?:[↑↩⮌^\s]|\uFE0E)+$/.test(only.value);
  return arrow || attribute(link, 'role') === 'doc-backlink';
}

/** 'paragraph', 'line' or, for what stands inside a line, null. */
export function blockKind(tagName: string): 'paragraph' | 'line' | null {
  return PARAGRAPHS.has(tagName) ? 'paragraph' : LINES.has(tagName) ? 'line' : null;
}

/** 1 to 6, or null for what is no heading. */
export function headingLevel(tagName: string): number | null {
  return /^h[1-6]$/.test(tagName) ? Number(tagName.charAt(1)) : null;
}

const IN_A_PAGE = new Set('table h1 h2 h3 h4 h5 h6 ul ol pre blockquote'.split(' '));
/** Elements that are looked at to tell a table of data from one that lays out a page. */
const LOOK_AT = 5000;

/** Whether a table arranges a page instead of showing data: its cells hold blocks of their own. */
export function isLayoutTable(table: Element): boolean {
  if (/^(?:presentation|none)$/.test(attribute(table, 'role') ?? '')) return true;
  const queue: Node[] = [...table.childNodes];
  for (let at = 0; at < queue.length && at < LOOK_AT; at++) {
    const node = queue[at];
    if (node === undefined || !isElement(node)) continue;
    if (IN_A_PAGE.has(node.tagName)) return true;
    if (/^t[dh]$/.test(node.tagName) && node.childNodes.filter((child) => child.nodeName === 'p').length > 1)
      return true;
    queue.push(...node.childNodes);
  }
  return false;
}
