/** A page that died is loaded again; what its user had typed lies in its session storage. */
import { app, type BrowserWindow } from 'electron';
import { logLine } from './log.ts';
import { showError } from './dialogs.ts';

/** A page that keeps dying is not loaded for ever: so many times in a minute. */
const MOST_RELOADS = 3;
const MINUTE_MS = 60_000;

/** Reloads the window's page when its process dies, and says so when that does not help. */
export function recoverPage(window: BrowserWindow): void {
  let reloads: number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    logLine(`the page's process ended: ${reason}, exit code ${exitCode}`);
    if (reason === 'clean-exit') return;
    const now = Date.now();
    reloads = [...reloads.filter((time) => now - time < MINUTE_MS), now];
    if (reloads.length <= MOST_RELOADS) window.webContents.reload();
    else
      showError(window, 'The window stops again and again.', `Restart ${app.getName()}. The reason given: ${reason}.`);
  });
  window.on('unresponsive', () => logLine('the page does not respond'));
}
