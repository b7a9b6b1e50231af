/** Links that lead out of the app. */

const ALLOWED = new Set(['https:', 'mailto:']);

/** Whether a link may be handed to the system, which would start any program for any scheme. */
export function isExternalLink(url: string): boolean {
  try {
    return ALLOWED.has(new URL(url).protocol);
  } catch {
    return false;
  }
}
