import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { answerCall, type CallHandler } from './http-calls.ts';

let server: Server;
afterEach(() => server.close());

async function post(handler: CallHandler, patienceMs: number): Promise<Response> {
  server = createServer((request, response) => void answerCall(request, response, handler, patienceMs));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return await fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
}

it('keeps the connection of a long call alive with spaces, which are no part of the answer', async () => {
  const answer = await post({ handle: () => pause(120, { ok: true, result: 'read' }) }, 20);
  const body = await answer.text();
  expect(body).toMatch(/^ +\{/);
  expect(JSON.parse(body)).toEqual({ ok: true, result: 'read' });
});

it('answers also when the handler throws', async () => {
  const answer = await post({ handle: () => Promise.reject(new Error('broken inside')) }, 10_000);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({
    ok: false,
    error: { code: 'internal', data: { detail: 'broken inside' } },
  });
});
