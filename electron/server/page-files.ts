/** Serves the built page out of its folder: to the window through the app protocol, to a browser through HTTP. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { securityHeaders } from './security-headers.ts';

/** Stands in index.html where this load's nonce goes. */
const NONCE_PLACEHOLDER = '__STYLE_NONCE__';

/** A file of another type is not served. */
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  // What pdf.js loads to draw a page: character maps and the fonts that a PDF may leave out.
  '.bcmap': 'application/octet-stream',
  '.pfb': 'application/octet-stream',
  '.ttf': 'font/ttf',
};

/** A whole response. */
export interface PageResponse {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** A response of plain text, with the security headers. */
export function textResponse(status: number, text: string): PageResponse {
  return {
    status,
    headers: { ...securityHeaders(), 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
    body: Buffer.from(`${text}\n`),
  };
}

/**
 * The file of a URL's path, `/` being index.html. Nothing outside `folder` is ever read.
 * @param pathname as it stands in the URL, percent-encoded
 * @returns status 404 for what is not there, 500 with what to do when the page was not built
 */
export async function pageResponse(folder: string, pathname: string): Promise<PageResponse> {
  const file = fileOf(folder, pathname === '/' ? '/index.html' : pathname);
  const type = file === null ? undefined : TYPES[path.extname(file).toLowerCase()];
  if (file === null || type === undefined) return textResponse(404, 'not found');
  let body: Buffer;
  try {
    body = await readFile(file);
  } catch {
    if (path.basename(file) !== 'index.html') return textResponse(404, 'not found');
    return textResponse(500, 'The page has not been built. Run: npm run bundle');
  }
  const nonce = type.startsWith('text/html') ? randomBytes(16).toString('base64') : undefined;
  if (nonce !== undefined) body = Buffer.from(body.toString('utf8').replaceAll(NONCE_PLACEHOLDER, nonce));
  return {
    status: 200,
    headers: {
      ...securityHeaders(nonce),
      'Content-Type': type,
      'Cache-Control': cacheControl(pathname, nonce),
    },
    body,
  };
}

function cacheControl(pathname: string, nonce: string | undefined): string {
  // A stored page would carry an old nonce.
  if (nonce !== undefined) return 'no-store';
  // These carry a hash of their content in their names; the icon does not.
  return pathname.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-cache';
}

/** The path of the file below `folder`, or null for what cannot name one. */
function fileOf(folder: string, pathname: string): string | null {
  let name: string;
  try {
    name = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  // A backslash separates folders on Windows, a colon names a drive or a stream there.
  if (!name.startsWith('/') || /[\0\\:]/.test(name)) return null;
  const file = path.join(folder, name);
  const inside = path.relative(folder, file);
  return inside === '' || inside.startsWith('..') || path.isAbsolute(inside) ? null : file;
}
