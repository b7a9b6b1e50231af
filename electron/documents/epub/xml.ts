/** The small XML files inside an EPUB. */
import { XMLParser } from 'fast-xml-parser';
import { decodeMarkup } from '../html/html-bytes.ts';

/** An element with its children in order; text has no name. */
export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
}

/** What fast-xml-parser gives when it keeps the order. */
type Ordered = Record<string, unknown>;

const PARSER = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
  htmlEntities: true,
});

/** Elements deeper than this are left out: no table of contents goes there. */
const DEEPEST = 64;

/** @returns the root with all below it, names without prefix. @throws Error when it is not XML. */
export function parseXml(bytes: Buffer): XmlElement {
  const markup = decodeMarkup(bytes);
  if (markup === undefined) throw new Error('no XML in it');
  const roots = (PARSER.parse(markup) as Ordered[]).map((node) => toElement(node, 0));
  const root = roots.find(({ name }) => name !== '' && !name.startsWith('?'));
  if (root === undefined) throw new Error('no element in it');
  return root;
}

function toElement(node: Ordered, depth: number): XmlElement {
  const name = Object.keys(node).find((key) => key !== ':@') ?? '';
  if (name === '#text') return { name: '', attributes: {}, children: [], text: String(node[name]) };
  const below = Array.isArray(node[name]) && depth < DEEPEST ? (node[name] as Ordered[]) : [];
  const children = below.map((child) => toElement(child, depth + 1));
  const attributes = (node[':@'] ?? {}) as Record<string, string>;
  return { name, attributes, children, text: children.map(({ text }) => text).join('') };
}

/** All elements of that name below one, in order. */
export function findAll(element: XmlElement, name: string): XmlElement[] {
  return element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...findAll(child, name)]);
}
