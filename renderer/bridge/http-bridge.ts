/** The bridge of browser mode: calls by POST, events as server-sent events, both with the page's own cookie. */
import type { AppMessage, AppReply } from '../../electron/contract/app.ts';
import { appMessage, appReply } from '../../electron/contract/app.ts';
import { logBroken } from './log-broken.ts';
import { ConnectionError, type PageBridge } from './page-bridge.ts';

/** Milliseconds until a connection that the browser has given up is tried again. */
const RETRY_MS = 2000;

async function post(call: object): Promise<AppReply> {
  let response: Response;
  try {
    response = await fetch('/api/call', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(call),
      credentials: 'same-origin',
    });
  } catch (cause) {
    throw new ConnectionError('Anchorite does not answer. Is it still running in the terminal?', { cause });
  }
  if (response.status === 413) throw new ConnectionError('This is too large to send; open a smaller folder.');
  if (response.status === 401 || response.status === 403) {
    throw new ConnectionError('This address is no longer valid. Open the one that the terminal shows.');
  }
  const reply = appReply.safeParse(await response.json().catch(() => null));
  if (!reply.success) throw new ConnectionError(`Anchorite gave no usable answer (HTTP ${response.status}).`);
  return reply.data;
}

/** Opens the event stream at the first subscription and keeps it open from then on. */
export function httpBridge(): PageBridge {
  const listeners = new Set<(message: AppMessage) => void>();
  const watchers = new Set<(open: boolean) => void>();
  let started = false;

  function open(): void {
    const source = new EventSource('/api/events');
    source.onopen = () => watchers.forEach((watcher) => watcher(true));
    source.onmessage = (event: MessageEvent<string>) => {
      const message = appMessage.safeParse(parseJson(event.data));
      if (message.success) listeners.forEach((listener) => listener(message.data));
      else logBroken('A message', message.error);
    };
    source.onerror = () => {
      watchers.forEach((watcher) => watcher(false));
      // The browser tries again by itself unless the server answered with an error.
      if (source.readyState === EventSource.CLOSED) setTimeout(open, RETRY_MS);
    };
  }

  return {
    call: post,
    subscribe(listener) {
      listeners.add(listener);
      if (!started) {
        started = true;
        open();
      }
      return () => listeners.delete(listener);
    },
    watchConnection(listener) {
      watchers.add(listener);
      return () => watchers.delete(listener);
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
