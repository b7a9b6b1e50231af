/** The page's calls and what it is told, through the two channels of electron/contract/channels.ts. */
import { ipcMain, type BrowserWindow, type WebFrameMain } from 'electron';
import type { AppMessage, AppReply } from '../contract/app.ts';
import { CALL_CHANNEL, EVENT_CHANNEL } from '../contract/channels.ts';
import { EngineError, toWire } from '../contract/errors.ts';
import { isPageOrigin } from './app-protocol.ts';

/** Answers the calls of the main frame of the window that `window()` names, and of nobody else. */
export function answerCalls(window: () => BrowserWindow | null, handle: (call: unknown) => Promise<AppReply>): void {
  ipcMain.handle(CALL_CHANNEL, async (event, call: unknown): Promise<AppReply> => {
    if (isOurPage(event.senderFrame, window())) return await handle(call);
    return { ok: false, error: toWire(new EngineError('not-available', { what: 'calling the app from this page' })) };
  });
}

/** Null is a frame that is gone already. */
function isOurPage(frame: WebFrameMain | null, window: BrowserWindow | null): boolean {
  return frame !== null && frame === window?.webContents.mainFrame && isPageOrigin(frame.url);
}

/** Tells the page; without a window there is nobody to tell, and the next page asks for the whole state. */
export function tellPage(window: BrowserWindow | null, message: AppMessage): void {
  if (window !== null && !window.webContents.isDestroyed()) window.webContents.send(EVENT_CHANNEL, message);
}
