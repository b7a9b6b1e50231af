/** The same page and the same calls as in the window, for a browser on this machine or at the other end of an SSH tunnel. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AppMessage } from '../contract/app.ts';
import { EventStreams } from './event-stream.ts';
import { Guard, newToken, type GuardedRequest } from './guard.ts';
import { answerCall, type CallHandler } from './http-calls.ts';
import { originalResponse, type Originals } from './original-files.ts';
import { pageResponse, textResponse, type PageResponse } from './page-files.ts';

/** Loopback alone: nothing else of the network reaches it. */
const ADDRESS = '127.0.0.1';

export interface HttpServerOptions {
  handler: CallHandler;
  /** Folder of the built page. */
  pageFolder: string;
  originals: Originals;
  /** Default 0: any that is free. */
  port?: number;
  /** Default: a new one. */
  token?: string;
}

export class PageServer {
  readonly port: number;
  /** Address with the token, for the person who started the server. */
  readonly url: string;
  readonly #server: Server;
  readonly #events: EventStreams;
  readonly #guard: Guard;

  private constructor(server: Server, events: EventStreams, guard: Guard, port: number, token: string) {
    this.#server = server;
    this.#events = events;
    this.#guard = guard;
    this.port = port;
    this.url = addressOf(port, token);
  }

  /** Address for one visit, for a command line, which other users of this machine can read. */
  urlForOneVisit(): string {
    return addressOf(this.port, this.#guard.newTicket());
  }

  /** Listens on loopback. @throws what listening throws, such as EADDRINUSE. */
  static async start(options: HttpServerOptions): Promise<PageServer> {
    const { handler, pageFolder, originals, port = 0, token = newToken() } = options;
    // Node.js cuts a request off after five minutes; a large document may come in more slowly than that through a tunnel.
    const server = createServer({ requestTimeout: 0 });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, ADDRESS, resolve);
    });
    const bound = (server.address() as AddressInfo).port;
    const guard = new Guard(bound, token);
    const events = new EventStreams();
    server.on('request', (request, response) => {
      route(request, response, { guard, events, handler, pageFolder, originals }).catch(() => response.destroy());
    });
    return new PageServer(server, events, guard, bound, token);
  }

  /** Tells every page that listens. */
  publish(message: AppMessage): void {
    this.#events.publish(message);
  }

  /** Ends all connections, calls in flight included. */
  async close(): Promise<void> {
    this.#events.close();
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }
}

function addressOf(port: number, token: string): string {
  return `http://${ADDRESS}:${port}/?token=${token}`;
}

interface Rooms {
  guard: Guard;
  events: EventStreams;
  handler: CallHandler;
  pageFolder: string;
  originals: Originals;
}

async function route(request: IncomingMessage, response: ServerResponse, rooms: Rooms): Promise<void> {
  const page = await pageFor(request, response, rooms);
  if (page !== null) send(request, response, page);
}

/** What to send; null where a call or an event stream has taken the response over. */
async function pageFor(request: IncomingMessage, response: ServerResponse, rooms: Rooms): Promise<PageResponse | null> {
  const { method = 'GET', headers } = request;
  const asked: GuardedRequest = { method, host: headers.host, origin: headers.origin, cookie: headers.cookie };
  const sender = rooms.guard.checkSender(asked);
  if (!sender.allowed) return textResponse(sender.status, sender.reason);

  // Read by hand: URL would resolve `..` before anybody has looked at it.
  const [pathname = '/', query = ''] = (request.url ?? '/').split('?', 2);
  const token = pathname === '/' ? new URLSearchParams(query).get('token') : null;
  if (token !== null) return welcome(rooms.guard, token);

  const visitor = rooms.guard.checkCookie(asked);
  if (!visitor.allowed) return textResponse(visitor.status, visitor.reason);

  if (pathname === '/api/call') {
    if (method !== 'POST') return notAllowed('POST');
    await answerCall(request, response, rooms.handler);
    return null;
  }
  if (pathname === '/api/events') {
    if (method !== 'GET') return notAllowed('GET');
    rooms.events.add(response);
    return null;
  }
  if (method !== 'GET' && method !== 'HEAD') return notAllowed('GET, HEAD');
  return (await originalResponse(rooms.originals, pathname)) ?? (await pageResponse(rooms.pageFolder, pathname));
}

/**
 * Trades the token for a cookie and goes on to the page, so that it does not stay in the address bar. Not by a redirect: where the
 * link was clicked on another site, a browser takes what it leads to for that site's request and keeps the strict cookie back.
 */
function welcome(guard: Guard, token: string): PageResponse {
  const verdict = guard.checkToken(token);
  if (!verdict.allowed) return textResponse(verdict.status, verdict.reason);
  const { headers } = textResponse(200, '');
  return {
    status: 200,
    headers: { ...headers, 'Content-Type': 'text/html; charset=utf-8', 'Set-Cookie': guard.cookie },
    body: Buffer.from(WELCOME),
  };
}

const WELCOME = `<!doctype html>
<title>Anchorite</title>
<meta http-equiv="refresh" content="0; url=/">
<a href="/">Open Anchorite</a>
`;

function notAllowed(allow: string): PageResponse {
  const response = textResponse(405, `only ${allow}`);
  return { ...response, headers: { ...response.headers, Allow: allow } };
}

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: PageResponse): void {
  // An unread body would be taken for the next request.
  request.resume();
  response.writeHead(status, { ...headers, 'Content-Length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
}
