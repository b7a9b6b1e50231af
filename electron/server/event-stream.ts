/** Server-sent events: what the app tells goes to every page that listens. */
import type { ServerResponse } from 'node:http';
import type { AppMessage } from '../contract/app.ts';
import { securityHeaders } from './security-headers.ts';

/** A comment this often keeps proxies and tunnels from closing a silent connection, in milliseconds. */
const HEARTBEAT_MS = 15_000;
/** Bytes that may wait for a page that does not read. It is cut off then, and asks for the whole state when it is back. */
const MOST_UNREAD = 16 * 1024 * 1024;
/** How soon a browser connects again, in milliseconds. */
const RETRY_MS = 1000;

export class EventStreams {
  readonly #open = new Set<ServerResponse>();
  readonly #heartbeat: NodeJS.Timeout;

  constructor(heartbeatMs = HEARTBEAT_MS) {
    this.#heartbeat = setInterval(() => this.#write(': alive\n\n'), heartbeatMs);
  }

  /** Makes a stream of the response to a GET. */
  add(response: ServerResponse): void {
    response.writeHead(200, {
      ...securityHeaders(),
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
    });
    response.write(`retry: ${RETRY_MS}\n\n`);
    this.#open.add(response);
    response.on('close', () => this.#open.delete(response));
  }

  publish(message: AppMessage): void {
    this.#write(`data: ${JSON.stringify(message)}\n\n`);
  }

  close(): void {
    clearInterval(this.#heartbeat);
    for (const response of this.#open) response.end();
  }

  #write(text: string): void {
    for (const response of this.#open) {
      if (response.writableLength > MOST_UNREAD) response.destroy();
      else response.write(text);
    }
  }
}
