/** Serves the originals of the library's documents, which the reader draws: /originals/ID, and only what the library answers for. */
import { securityHeaders } from './security-headers.ts';
import { textResponse, type PageResponse } from './page-files.ts';

const PLACE = '/originals/';

/** The bytes of a document's original; null where there is none to show. */
export type Originals = (id: string) => Promise<Buffer | null>;

/**
 * @param pathname as it stands in the URL
 * @returns null for other addresses; status 404 for what the library does not answer for
 */
export async function originalResponse(originals: Originals, pathname: string): Promise<PageResponse | null> {
  if (!pathname.startsWith(PLACE)) return null;
  const id = pathname.slice(PLACE.length);
  const body = /^[0-9a-f]{1,64}$/.test(id) ? await originals(id) : null;
  if (body === null) return textResponse(404, 'not found');
  return {
    status: 200,
    headers: {
      ...securityHeaders(),
      'Content-Type': 'application/pdf',
      // For the page to fetch; a browser that is sent here by a link would otherwise show it beside the app's own pages.
      'Content-Disposition': 'attachment',
      'Cache-Control': 'no-store',
    },
    body,
  };
}
