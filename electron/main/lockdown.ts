/** What the page may not do, whatever gets into it: leave its address, open windows, attach guests, ask for devices. */
import { app, session, shell, type WebContents } from 'electron';
import { isPageOrigin } from './app-protocol.ts';
import { isExternalLink } from './external-links.ts';

/** Copying text, and only that, and only for our page. */
const ALLOWED_PERMISSIONS: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);

/** Applies to every page that this process will ever show. Call once, when Electron is ready. */
export function lockDown(): void {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) => {
    answer(ALLOWED_PERMISSIONS.has(permission) && isPageOrigin(requestingUrl));
  });
  defaultSession.setPermissionCheckHandler(
    (_contents, permission, origin) => ALLOWED_PERMISSIONS.has(permission) && isPageOrigin(origin),
  );
  defaultSession.setDevicePermissionHandler(() => false);
  app.on('web-contents-created', (_event, contents) => lockDownContents(contents));
}

function lockDownContents(contents: WebContents): void {
  // Of the page itself: its policy lets no frame load anything. A reload of our page is no navigation away.
  contents.on('will-navigate', (event, url) => {
    if (isPageOrigin(url)) return;
    event.preventDefault();
    openOutside(url);
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url);
    return { action: 'deny' };
  });
}

/** Shows a link in the system's own browser or mail program. Others are ignored. */
export function openOutside(url: string): void {
  if (isExternalLink(url)) void shell.openExternal(url).catch(() => undefined);
}
