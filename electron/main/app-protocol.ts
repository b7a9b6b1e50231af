/** The page's own address, app://anchorite/: a real origin of its own, which file:// is not, with the headers of a server. */
import { protocol } from 'electron';
import { pageResponse, textResponse } from '../server/page-files.ts';

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

/** Serves the files of `folder`, and nothing else. */
export function serveAppScheme(folder: string): void {
  protocol.handle(SCHEME, async (request) => {
    const { host, pathname } = new URL(request.url);
    const found = host !== HOST || request.method !== 'GET' ? null : await pageResponse(folder, pathname);
    const { status, headers, body } = found ?? textResponse(404, 'not found');
    return new Response(new Uint8Array(body), { status, headers });
  });
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
