/** What an EPUB says of itself: the order of its parts, and where its table of contents is. */
import { posix } from 'node:path';
import { documentError } from '../document-error.ts';
import type { SourceFile } from '../parsed-document.ts';
import type { ZipReader } from '../zip/zip-reader.ts';
import { findAll, parseXml, type XmlElement } from './xml.ts';

export interface EpubPackage {
  /** Names of the zip file's entries, in reading order. */
  spine: string[];
  /** EPUB 3's table of contents, a page; null where there is none. */
  nav: string | null;
  /** EPUB 2's. */
  ncx: string | null;
}

const PAGE_TYPES = /^(?:application\/xhtml\+xml|text\/html|application\/x-dtbook\+xml)$/;
/** They only make embedded fonts useless outside the book. */
const HARMLESS_ENCRYPTION = ['http://www.idpf.org/2008/embedding', 'http://ns.adobe.com/pdf/enc#RC'];

/** @throws DocumentError 'damaged' for what is no EPUB, 'protected' for one with copy protection. */
export async function readPackage(zip: ZipReader, source: SourceFile): Promise<EpubPackage> {
  const container = await readXml(zip, source, 'META-INF/container.xml');
  const opf = findAll(container, 'rootfile').map(({ attributes }) => attributes['full-path'])[0];
  if (opf === undefined) throw damaged(source, 'META-INF/container.xml names no book');
  const root = await readXml(zip, source, opf);
  const items = new Map(findAll(root, 'item').map((item) => [item.attributes['id'] ?? '', item]));
  const nameOf = (item: XmlElement) => resolveName(opf, item.attributes['href'] ?? '').name;
  const spine = findAll(root, 'itemref')
    .map(({ attributes }) => items.get(attributes['idref'] ?? ''))
    .filter((item) => item !== undefined)
    .filter(({ attributes }) => PAGE_TYPES.test(attributes['media-type'] ?? 'text/html'))
    .map(nameOf);
  if (spine.length === 0) throw damaged(source, `${opf} names no chapters`);
  await refuseProtection(zip, source, spine);
  const listed = [...items.values()];
  const nav = listed.find(({ attributes }) => / nav /.test(` ${attributes['properties'] ?? ''} `));
  const toc = items.get(findAll(root, 'spine')[0]?.attributes['toc'] ?? '');
  const ncx = toc ?? listed.find(({ attributes }) => attributes['media-type'] === 'application/x-dtbncx+xml');
  return { spine, nav: nav === undefined ? null : nameOf(nav), ncx: ncx === undefined ? null : nameOf(ncx) };
}

/** An address inside the book, as it stands in the file `from`: the entry's name, and the id behind '#' or ''. */
export function resolveName(from: string, href: string): { name: string; id: string } {
  const [path = '', id = ''] = href.split('#', 2);
  const name = path === '' ? from : posix.join(posix.dirname(from), decoded(path));
  return { name: posix.normalize(name).replace(/^\/+/, ''), id: decoded(id) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

async function refuseProtection(zip: ZipReader, source: SourceFile, spine: readonly string[]): Promise<void> {
  if (!zip.has('META-INF/encryption.xml')) return;
  const root = await readXml(zip, source, 'META-INF/encryption.xml');
  const locked = findAll(root, 'EncryptedData').some((data) => {
    const method = findAll(data, 'EncryptionMethod')[0]?.attributes['Algorithm'] ?? '';
    const names = findAll(data, 'CipherReference').map(({ attributes }) => decoded(attributes['URI'] ?? ''));
    return !HARMLESS_ENCRYPTION.includes(method) && names.some((name) => spine.includes(name));
  });
  if (locked) {
    const problem = 'is copy-protected (DRM), so its text cannot be read; get an edition without copy protection';
    throw documentError('protected', source.given, problem);
  }
}

async function readXml(zip: ZipReader, source: SourceFile, name: string): Promise<XmlElement> {
  const bytes = await zip.read(name);
  if (bytes === undefined) throw damaged(source, `${name} is missing in it`);
  try {
    return parseXml(bytes);
  } catch (cause) {
    throw damaged(source, `${name} in it is not XML`, cause);
  }
}

function damaged(source: SourceFile, detail: string, cause?: unknown) {
  return documentError(
    'damaged',
    source.given,
    `is not an EPUB that can be read (${detail}); get the book again`,
    cause,
  );
}
