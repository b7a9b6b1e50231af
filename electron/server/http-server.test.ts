import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AppReply } from '../contract/app.ts';
import { LARGEST_CALL } from './http-calls.ts';
import { PageServer } from './http-server.ts';

const TOKEN = 'a-token-for-tests';

let folder: string;
let server: PageServer;
/** The cookie's value. */
let secret: string;
let calls: unknown[];
let asked: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anchorite-server-'));
  await mkdir(join(folder, 'page'));
  await writeFile(join(folder, 'page', 'index.html'), '<title>the page</title>');
  await writeFile(join(folder, 'outside.js'), 'secret');
  calls = [];
  asked = [];
  const handler = {
    handle: (call: unknown): Promise<AppReply> => {
      calls.push(call);
      return Promise.resolve({ ok: true, result: { echo: call } });
    },
  };
  const originals = (id: string) => {
    asked.push(id);
    return Promise.resolve(id === 'abc123' ? Buffer.from('%PDF pages') : null);
  };
  server = await PageServer.start({ handler, pageFolder: join(folder, 'page'), originals, token: TOKEN });
  secret = cookieOf(await ask(`/?token=${TOKEN}`));
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

interface Sent {
  method?: string;
  headers?: OutgoingHttpHeaders;
  body?: string | Buffer;
}

/** node:http, because fetch neither sends another Host nor leaves a path as it is. */
async function open(path: string, { method = 'GET', headers = {}, body }: Sent = {}): Promise<IncomingMessage> {
  return await new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port: server.port, path, method, headers }, resolve);
    request.on('error', reject);
    request.end(body);
  });
}

async function ask(path: string, sent?: Sent) {
  const response = await open(path, sent);
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

const origin = () => `http://127.0.0.1:${server.port}`;
const cookieOf = ({ headers }: { headers: IncomingMessage['headers'] }) =>
  /^anchorite-\d+=([^;]+)/.exec(headers['set-cookie']?.[0] ?? '')?.[1] ?? '';
const cookie = (value = secret) => ({ Cookie: `other=1; anchorite-${server.port}=${value}` });
const json = () => ({ ...cookie(), Origin: origin(), 'Content-Type': 'application/json' });

it('trades the token of its address for a cookie that scripts and other sites do not get', async () => {
  const { pathname, search } = new URL(server.url);
  const first = await ask(pathname + search);
  // A redirect would not bring the cookie along where the link was clicked on another site.
  expect([first.status, first.headers.location]).toEqual([200, undefined]);
  expect(first.body).toContain('<meta http-equiv="refresh" content="0; url=/">');
  const [set = ''] = first.headers['set-cookie'] ?? [];
  expect(set).toContain('HttpOnly');
  expect(set).toContain('SameSite=Strict');
  const second = await ask('/', { headers: { Cookie: set.split(';', 1)[0] } });
  expect([second.status, second.body]).toEqual([200, '<title>the page</title>']);
});

it('has another secret in the cookie than in the address', async () => {
  expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
  expect((await ask('/', { headers: cookie(TOKEN) })).status).toBe(401);
  expect((await ask(`/?token=${secret}`)).status).toBe(403);
});

it('lets the address of a single visit in once', async () => {
  const { pathname, search } = new URL(server.urlForOneVisit());
  expect(search).not.toContain(TOKEN);
  expect(cookieOf(await ask(pathname + search))).toBe(secret);
  expect((await ask(pathname + search)).status).toBe(403);
  expect((await ask(`/?token=${TOKEN}`)).status).toBe(200);
});

it('makes an unguessable token of its own', async () => {
  const nothing = { handler: { handle: () => Promise.reject(new Error()) }, originals: () => Promise.resolve(null) };
  const other = await PageServer.start({ ...nothing, pageFolder: folder });
  const token = new URL(other.url).searchParams.get('token') ?? '';
  await other.close();
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
});

it.each(['/', '/assets/main.js', '/api/events', '/originals/abc123'])(
  'refuses %s without the cookie and with a wrong one',
  async (path) => {
    expect((await ask(path)).status).toBe(401);
    expect((await ask(path, { headers: cookie('another-token') })).status).toBe(401);
  },
);

it('refuses a wrong token and gives no cookie for it', async () => {
  const { status, headers } = await ask('/?token=another');
  expect([status, headers['set-cookie']]).toEqual([403, undefined]);
});

it('refuses calls without the cookie', async () => {
  const headers = { Origin: origin(), 'Content-Type': 'application/json' };
  expect((await ask('/api/call', { method: 'POST', headers, body: '{}' })).status).toBe(401);
  expect(calls).toEqual([]);
});

it.each(['evil.example', 'evil.example:80', '127.0.0.1', '127.0.0.1:1', '[::1]:1'])(
  'refuses the Host %j, token or not',
  async (host) => {
    expect((await ask('/', { headers: { ...cookie(), Host: host } })).status).toBe(403);
    expect((await ask(`/?token=${TOKEN}`, { headers: { Host: host } })).status).toBe(403);
  },
);

it('takes localhost for its name too', async () => {
  const Host = `localhost:${server.port}`;
  expect((await ask('/', { headers: { ...cookie(), Host } })).status).toBe(200);
  expect((await ask('/', { headers: { ...cookie(), Host, Origin: `http://${Host}` } })).status).toBe(200);
  expect((await ask('/', { headers: { ...cookie(), Host, Origin: origin() } })).status).toBe(403);
});

it.each(['http://evil.example', 'null', 'http://127.0.0.1', 'https://127.0.0.1'])(
  'refuses the Origin %s',
  async (other) => {
    const headers = { ...json(), Origin: other };
    expect((await ask('/api/call', { method: 'POST', headers, body: '{}' })).status).toBe(403);
    expect((await ask('/api/events', { headers })).status).toBe(403);
    expect(calls).toEqual([]);
  },
);

it('refuses a POST that has no Origin', async () => {
  const headers = { ...cookie(), 'Content-Type': 'application/json' };
  expect((await ask('/api/call', { method: 'POST', headers, body: '{}' })).status).toBe(403);
});

it('answers a call', async () => {
  const call = { method: 'app.state', params: {} };
  const { status, body, headers } = await ask('/api/call', {
    method: 'POST',
    headers: json(),
    body: JSON.stringify(call),
  });
  expect(status).toBe(200);
  expect(JSON.parse(body)).toEqual({ ok: true, result: { echo: call } });
  expect(headers['x-content-type-options']).toBe('nosniff');
});

it.each([
  ['something that is not JSON', 400, 'application/json', '{'],
  ['a form, which any site can send', 415, 'text/plain', '{}'],
])('refuses %s', async (_name, status, type, body) => {
  const answer = await ask('/api/call', { method: 'POST', headers: { ...json(), 'Content-Type': type }, body });
  expect(answer.status).toBe(status);
  expect(JSON.parse(answer.body)).toMatchObject({ ok: false, error: { code: 'bad-request' } });
  expect(calls).toEqual([]);
});

it('refuses a call that is announced to be too large', async () => {
  const headers = { ...json(), 'Content-Length': LARGEST_CALL + 1, Expect: '100-continue' };
  const status = await new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port: server.port, path: '/api/call', method: 'POST', headers });
    request.on('response', (response) => resolve(response.statusCode));
    request.on('error', reject);
    request.flushHeaders();
  });
  expect(status).toBe(413);
});

it('refuses a call that turns out to be too large, and tells its sender', async () => {
  const { status, body } = await ask('/api/call', {
    method: 'POST',
    headers: { ...json(), 'Transfer-Encoding': 'chunked' },
    body: Buffer.alloc(LARGEST_CALL + 1, ' '),
  });
  expect(status).toBe(413);
  expect(body).toContain('larger than 130 MiB');
  expect(calls).toEqual([]);
});

it.each(['/../outside.js', '/%2e%2e/outside.js', '/..%2foutside.js'])('finds nothing at %s', async (path) => {
  const { status, body } = await ask(path, { headers: cookie() });
  expect([status, body.includes('secret')]).toEqual([404, false]);
});

it.each([
  ['POST', '/'],
  ['GET', '/api/call'],
  ['PUT', '/api/events'],
])('does not know %s %s', async (method, path) => {
  expect((await ask(path, { method, headers: json() })).status).toBe(405);
});

it('delivers events to every listener, in their order', async () => {
  const listeners = [
    await open('/api/events', { headers: cookie() }),
    await open('/api/events', { headers: cookie() }),
  ];
  expect(listeners[0]?.headers['content-type']).toBe('text/event-stream');
  server.publish({ event: 'answer.token', data: { answerId: 'a', text: 'Call me\nIshmael' } });
  server.publish({ event: 'state', data: { fault: null } });
  for (const listener of listeners) {
    const events: unknown[] = [];
    let rest = '';
    for await (const chunk of listener as AsyncIterable<Buffer>) {
      rest += chunk.toString();
      const blocks = rest.split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) if (block.startsWith('data: ')) events.push(JSON.parse(block.slice(6)));
      if (events.length >= 2) break;
    }
    expect(events).toEqual([
      { event: 'answer.token', data: { answerId: 'a', text: 'Call me\nIshmael' } },
      { event: 'state', data: { fault: null } },
    ]);
  }
});

it('ends open event streams when it is closed', async () => {
  const listener = await open('/api/events', { headers: cookie() });
  const ended = text(listener).catch(() => 'cut off');
  await server.close();
  expect(await ended).toBeDefined();
});

it('serves the originals of documents to the page, and nothing else by that way', async () => {
  const { status, headers, body } = await ask('/originals/abc123', { headers: cookie() });
  expect([status, headers['content-type'], body]).toEqual([200, 'application/pdf', '%PDF pages']);
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  for (const other of [
    '/originals/abc124',
    '/originals/',
    '/originals/../index.html',
    '/originals/%2e%2e',
    '/originals/abc123/',
  ]) {
    expect((await ask(other, { headers: cookie() })).status).toBe(404);
  }
  const foreign = { ...cookie(), Origin: 'http://evil.example' };
  expect((await ask('/originals/abc123', { headers: foreign })).status).toBe(403);
  expect((await ask('/originals/abc123', { method: 'POST', headers: json() })).status).toBe(405);
  expect(asked).toEqual(['abc123', 'abc124']);
});
