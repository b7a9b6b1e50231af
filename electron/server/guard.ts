/**
 * Who may talk to the server. Other programs of this machine and pages of other sites can reach a loopback port too: a random token
 * keeps out the first, the checks of Host and Origin the second (a site may have its name resolve to 127.0.0.1).
 *
 * One limit: a cookie belongs to a host, not to a port. When the browser opens another server of the same name, that server
 * is sent the cookie too, and a hostile one could talk to this server with it. It lasts no longer than this server and the browser's
 * session.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** What the guard looks at. */
export interface GuardedRequest {
  method: string;
  host: string | undefined;
  origin: string | undefined;
  cookie: string | undefined;
}

export type Verdict = { allowed: true } | { allowed: false; status: 401 | 403; reason: string };

const ALLOWED: Verdict = { allowed: true };

/** A token of 256 random bits. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Compares in a time that says nothing about where they differ. */
export function sameToken(given: string, wanted: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(wanted));
}

export class Guard {
  readonly #port: number;
  readonly #token: string;
  /** Not the token: who has seen the one does not have the other. */
  readonly #secret = newToken();
  /** Tokens that are good for one visit. */
  readonly #tickets = new Set<string>();

  constructor(port: number, token: string) {
    this.#port = port;
    this.#token = token;
  }

  /** Host and Origin, which every request has to pass, the first one with the token included. */
  checkSender({ method, host, origin }: GuardedRequest): Verdict {
    if (host !== `127.0.0.1:${this.#port}` && host !== `localhost:${this.#port}`) {
      return forbidden(`this server is reached as 127.0.0.1:${this.#port} or localhost:${this.#port} only`);
    }
    if (origin === undefined) return method === 'POST' ? forbidden('a POST needs an Origin') : ALLOWED;
    return origin === `http://${host}` ? ALLOWED : forbidden('requests of other sites are refused');
  }

  /** The cookie, which everything but the first request has to carry. */
  checkCookie({ cookie }: GuardedRequest): Verdict {
    const given = cookieValue(cookie ?? '', this.#cookieName);
    if (given !== null && sameToken(given, this.#secret)) return ALLOWED;
    return { allowed: false, status: 401, reason: 'Open the address with the token that the terminal shows.' };
  }

  /** The token of the address, or one of the tickets, which is used up by that. */
  checkToken(given: string): Verdict {
    if (sameToken(given, this.#token)) return ALLOWED;
    const ticket = [...this.#tickets].find((each) => sameToken(given, each));
    if (ticket !== undefined) {
      this.#tickets.delete(ticket);
      return ALLOWED;
    }
    return forbidden('This token is not valid (any more). Open the address that the terminal shows.');
  }

  /** A token for a single visit, for places where others may read it: command lines are open to every user of a machine. */
  newTicket(): string {
    const ticket = newToken();
    this.#tickets.add(ticket);
    return ticket;
  }

  /** The Set-Cookie header for a browser that came with the token. It lives as long as the browser's session. */
  get cookie(): string {
    return `${this.#cookieName}=${this.#secret}; Path=/; HttpOnly; SameSite=Strict`;
  }

  /** With the port, so that two servers in one browser do not overwrite each other's. */
  get #cookieName(): string {
    return `anchorite-${this.#port}`;
  }
}

function forbidden(reason: string): Verdict {
  return { allowed: false, status: 403, reason };
}

function cookieValue(header: string, name: string): string | null {
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return null;
}
