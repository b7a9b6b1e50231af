/** POST /api/call: a call of the page as JSON, answered with an AppReply as JSON. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AppReply } from '../contract/app.ts';
import { EngineError, toWire } from '../contract/errors.ts';
import { readBody } from './read-body.ts';
import { securityHeaders } from './security-headers.ts';

/** Bytes of the largest call: 96 MiB of documents as base64 with their names. */
export const LARGEST_CALL = 130 * 1024 * 1024;
/** A call can last for as long as a document is read, and browsers give up on a silent response after minutes: a space keeps it alive. */
const PATIENCE_MS = 15_000;
/** How long the rest of a call that is too large may still come in, in milliseconds. */
const DRAIN_MS = 10_000;

/** What answers the page. */
export interface CallHandler {
  handle(call: unknown): Promise<AppReply>;
}

/** Answers one call. */
export async function answerCall(
  request: IncomingMessage,
  response: ServerResponse,
  handler: CallHandler,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const received = await receiveCall(request);
  if ('refused' in received) {
    end(response, received.status, refusal(received.refused));
    return;
  }
  // Spaces before JSON mean nothing to its reader.
  const patience = setInterval(() => {
    if (!response.headersSent) response.writeHead(200, jsonHeaders());
    response.write(' ');
  }, patienceMs);
  let reply: AppReply;
  try {
    reply = await handler.handle(received.call);
  } catch (error) {
    reply = { ok: false, error: toWire(error) };
  } finally {
    clearInterval(patience);
  }
  end(response, 200, reply);
}

async function receiveCall(
  request: IncomingMessage,
): Promise<{ call: unknown } | { refused: string; status: 400 | 413 | 415 }> {
  if (!/^application\/json\s*(;|$)/.test(request.headers['content-type'] ?? '')) {
    request.resume();
    return { refused: 'a call is application/json', status: 415 };
  }
  const body = await readBody(request, LARGEST_CALL);
  if (body === null) {
    setTimeout(() => request.destroy(), DRAIN_MS).unref();
    return { refused: `it is larger than ${LARGEST_CALL / 1024 / 1024} MiB`, status: 413 };
  }
  try {
    return { call: JSON.parse(body.toString('utf8')) as unknown };
  } catch {
    return { refused: 'it is not JSON', status: 400 };
  }
}

const jsonHeaders = () => ({
  ...securityHeaders(),
  'Content-Type': 'application/json; charset=utf-8',
  'Cache-Control': 'no-store',
});

function refusal(detail: string): AppReply {
  return { ok: false, error: toWire(new EngineError('bad-request', { detail })) };
}

function end(response: ServerResponse, status: number, reply: AppReply): void {
  if (!response.headersSent) response.writeHead(status, jsonHeaders());
  response.end(JSON.stringify(reply));
}
