/** Links that lead out of the app. */

/** http: as well, since the browser that opens it warns of what is not encrypted; the page itself loads none of them. */
const ALLOWED = new Set(['https:', 'http:', 'mailto:']);

/** Whether a link may be handed to the system, which would start any program for any scheme. */
export function isExternalLink(url: string): boolean {
  try {
    return ALLOWED.has(new URL(url).protocol);
  } catch {
    return false;
  }
}
