/** An EPUB's table of contents, out of the page (EPUB 3) or the NCX file (EPUB 2) that holds it. */
import { decodeMarkup, htmlOfXhtml } from '../html/html-bytes.ts';
import { attribute, isElement, type Element, type Node } from '../html/elements.ts';
import { parsePage, wordsOf } from '../html/html-text.ts';
import { resolveName } from './epub-package.ts';
import { parseXml, type XmlElement } from './xml.ts';

export interface TocLine {
  title: string;
  /** Entry of the zip file, and the id in it or ''. */
  name: string;
  id: string;
  level: number;
}

/** Deeper lines are left out, so that walking a hostile one ends. */
const DEEPEST = 12;

/** @param from the page's own name in the zip file */
export function tocOfNav(bytes: Buffer, from: string): TocLine[] {
  const markup = decodeMarkup(bytes);
  if (markup === undefined) return [];
  const navs = descendants(parsePage(htmlOfXhtml(markup)), 'nav');
  const toc = navs.find((nav) => /\btoc\b/.test(attribute(nav, 'epub:type') ?? '')) ?? navs[0];
  const lines: TocLine[] = [];
  const walk = (list: Element, level: number): void => {
    for (const item of children(list, 'li')) {
      const label = item.childNodes.filter(isElement).find(({ tagName }) => tagName === 'a' || tagName === 'span');
      const href = label === undefined ? undefined : attribute(label, 'href');
      if (label !== undefined && href !== undefined) {
        lines.push({ title: wordsOf(label), level, ...resolveName(from, href) });
      }
      if (level < DEEPEST) for (const below of children(item, 'ol')) walk(below, level + 1);
    }
  };
  if (toc !== undefined) for (const list of children(toc, 'ol')) walk(list, 1);
  return lines;
}

/** @param from the NCX file's own name in the zip file */
export function tocOfNcx(bytes: Buffer, from: string): TocLine[] {
  const lines: TocLine[] = [];
  const walk = (element: XmlElement, level: number): void => {
    for (const child of element.children) {
      if (child.name !== 'navPoint') continue;
      const title = child.children.find(({ name }) => name === 'navLabel')?.text ?? '';
      const src = child.children.find(({ name }) => name === 'content')?.attributes['src'];
      if (src !== undefined) lines.push({ title, level, ...resolveName(from, src) });
      if (level < DEEPEST) walk(child, level + 1);
    }
  };
  const root = parseXml(bytes);
  for (const map of root.children) if (map.name === 'navMap') walk(map, 1);
  return lines;
}

function children(element: Element, tagName: string): Element[] {
  return element.childNodes.filter(isElement).filter((child) => child.tagName === tagName);
}

function descendants(root: Node, tagName: string): Element[] {
  const queue: Node[] = [root];
  const found: Element[] = [];
  for (let node = queue.shift(); node !== undefined; node = queue.shift()) {
    if (isElement(node) && node.tagName === tagName) found.push(node);
    if ('childNodes' in node) queue.push(...node.childNodes);
  }
  return found;
}
