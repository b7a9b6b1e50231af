/** The page's own address, app://anchorite/: a real origin of its own, which file:// is not, with the headers of a server. */
import { protocol } from 'electron';
import { originalResponse, type Originals } from '../server/original-files.ts';
import { pageResponse, textResponse, type PageResponse } from '../server/page-files.ts';

const SCHEME = 'app';
const HOST = 'anchorite';

export const PAGE_ORIGIN = `${SCHEME}://${HOST}`;
export const PAGE_URL = `${PAGE_ORIGIN}/`;

/** Has to be called before Electron is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the files of `folder` and the originals of the library's documents, and nothing else. */
export function serveAppScheme(folder: string, originals: Originals): void {
  protocol.handle(SCHEME, async (request) => {
    const { status, headers, body } = (await responseTo(request, folder, originals)) ?? textResponse(404, 'not found');
    return new Response(new Uint8Array(body), { status, headers });
  });
}

async function responseTo(request: Request, folder: string, originals: Originals): Promise<PageResponse | null> {
  const { host, pathname } = new URL(request.url);
  const origin = request.headers.get('origin');
  if (host !== HOST || request.method !== 'GET' || (origin !== null && origin !== PAGE_ORIGIN)) return null;
  return (await originalResponse(originals, pathname)) ?? (await pageResponse(folder, pathname));
}

/** Whether a frame or a request belongs to our page. */
export function isPageOrigin(url: string): boolean {
  try {
    const { protocol: scheme, host } = new URL(url);
    return scheme === `${SCHEME}:` && host === HOST;
  } catch {
    return false;
  }
}
