/** What the page gets of the app: the Bridge of electron/contract/app.ts, and nothing else. */
import * as electron from 'electron';
import type { AppMessage, AppReply, Bridge } from '../contract/app.ts';
import { CALL_CHANNEL, EVENT_CHANNEL } from '../contract/channels.ts';
import { pathOf, type PathLookup } from './path-of.ts';

const { contextBridge, ipcRenderer } = electron;
// Electron before 29 has none, whatever the types say.
const { webUtils } = electron as { webUtils?: PathLookup };

const bridge: Bridge = {
  call: (call) => ipcRenderer.invoke(CALL_CHANNEL, call) as Promise<AppReply>,
  subscribe: (listener) => {
    // The event itself stays here: it carries the sender, through which a page could send anything.
    const receive = (_event: unknown, message: AppMessage) => listener(message);
    ipcRenderer.on(EVENT_CHANNEL, receive);
    return () => void ipcRenderer.off(EVENT_CHANNEL, receive);
  },
  pathOf: (file) => pathOf(file, webUtils),
};

contextBridge.exposeInMainWorld('anchorite', bridge);
