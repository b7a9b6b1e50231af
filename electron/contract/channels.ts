/** The IPC channels between page and main process; no other file names them. Apart, so that the preload script carries no schemas. */
export const CALL_CHANNEL = 'anchorite:call';
export const EVENT_CHANNEL = 'anchorite:event';
