/** The one way from the page to the app: typed calls and events, whichever bridge carries them. */
import {
  APP_EVENTS,
  APP_METHODS,
  type AppEvent,
  type AppEventData,
  type AppMethod,
  type AppParams,
  type AppResult,
  type Bridge,
} from '../../electron/contract/app.ts';
import { fromWire } from '../../electron/contract/errors.ts';
import { httpBridge } from './http-bridge.ts';
import { logBroken } from './log-broken.ts';
import type { PageBridge } from './page-bridge.ts';

declare global {
  interface Window {
    /** Set by the preload script; absent in a browser. */
    anchorite?: Bridge;
  }
}

let current: PageBridge | null = null;

function windowBridge(bridge: Bridge): PageBridge {
  return {
    call: (call) => bridge.call(call),
    subscribe: (listener) => bridge.subscribe(listener),
    pathOf: (file) => bridge.pathOf?.(file) ?? '',
    watchConnection(listener) {
      listener(true);
      return () => undefined;
    },
  };
}

function bridge(): PageBridge {
  current ??= window.anchorite === undefined ? httpBridge() : windowBridge(window.anchorite);
  return current;
}

/** Puts another bridge in place, for tests. */
export function setBridge(other: PageBridge): void {
  current = other;
}

/**
 * @throws EngineError when the app refuses or fails, ConnectionError when it cannot be reached, ZodError when it answers something else
 * than the contract says.
 */
export async function call<M extends AppMethod>(method: M, params: AppParams<M>): Promise<AppResult<M>> {
  const reply = await bridge().call({ method, params });
  if (!reply.ok) throw fromWire(reply.error);
  return APP_METHODS[method].result.parse(reply.result) as AppResult<M>;
}

type Listeners = { [E in AppEvent]: (data: AppEventData<E>) => void };

/** @returns a function that ends the subscription. */
export function listen(listeners: Listeners): () => void {
  return bridge().subscribe(({ event, data }) => {
    const checked = APP_EVENTS[event].safeParse(data);
    if (checked.success) (listeners[event] as (data: unknown) => void)(checked.data);
    else logBroken(`The event ${event}`, checked.error);
  });
}

/** @returns a function that ends the subscription. */
export function watchConnection(listener: (open: boolean) => void): () => void {
  return bridge().watchConnection(listener);
}

/** Absolute path of a dropped file, or null where the host knows none. */
export function pathOf(file: File): string | null {
  const path = bridge().pathOf?.(file) ?? '';
  return path === '' ? null : path;
}
