import { describe, expect, it } from 'vitest';
import type { Outgoing } from '../contract/engine.ts';
import { EngineError } from '../contract/errors.ts';
import type { AskResult } from '../contract/reading.ts';
import { EnginePort } from './port.ts';
import type { Work } from './work.ts';

const RESULT: AskResult = {
  answer: 'yes',
  tokens: 1,
  questionTokens: 3,
  stop: 'end',
  firstTokenMs: 1,
  totalMs: 2,
  temperature: 0,
  seed: null,
};

function port(ask: (work: Work) => Promise<AskResult>) {
  const sent: Outgoing[] = [];
  const unused = () => Promise.reject(new Error('not in this test'));
  const made = new EnginePort(
    {
      status: () => ({ runtime: null, model: null, readings: { sparse: null, dense: null } }),
      loadModel: unused,
      countTokens: unused,
      calibrate: unused,
      calibratePresets: unused,
      fetchModel: unused,
      readDocument: unused,
      ask: (_params, work) => ask(work),
    },
    { post: (message) => sent.push(message) },
  );
  return { port: made, sent };
}

const untilCancelled = (work: Work) =>
  new Promise<AskResult>((_, reject) =>
    work.signal.addEventListener('abort', () => reject(new EngineError('cancelled', {})), { once: true }),
  );

describe('EnginePort', () => {
  it('replies with the id of the request, events before it', async () => {
    const { port: one, sent } = port((work) => {
      work.emit('answer.token', { text: 'yes' });
      return Promise.resolve(RESULT);
    });
    await one.receive({ id: 7, method: 'ask', params: { question: 'Is it?' } });
    expect(sent).toEqual([
      { kind: 'event', id: 7, event: 'answer.token', data: { text: 'yes' } },
      { kind: 'reply', id: 7, ok: true, result: RESULT },
    ]);
  });

  it('refuses what is not of the contract', async () => {
    const { port: one, sent } = port(() => Promise.resolve(RESULT));
    await one.receive('hello');
    await one.receive({ id: 1, method: 'format-disk', params: {} });
    await one.receive({ id: 2, method: 'ask', params: { question: '   ' } });
    await one.receive({ id: 3, method: 'ask', params: { question: 'q', shout: true } });
    expect(sent.map((message) => (message.kind === 'failure' ? [message.id, message.error.code] : message))).toEqual([
      [-1, 'bad-request'],
      [1, 'bad-request'],
      [2, 'bad-request'],
      [3, 'bad-request'],
    ]);
  });

  it('runs one piece of work at a time and answers pings, status and cancel meanwhile', async () => {
    const { port: one, sent } = port(untilCancelled);
    const asking = one.receive({ id: 1, method: 'ask', params: { question: 'q' } });
    await one.receive({ id: 2, method: 'ask', params: { question: 'q' } });
    await one.receive({ id: 3, method: 'ping', params: {} });
    await one.receive({ id: 4, method: 'status', params: {} });
    await one.receive({ id: 5, method: 'cancel', params: { id: 99 } });
    await one.receive({ id: 6, method: 'cancel', params: { id: 1 } });
    await asking;
    expect(sent).toMatchObject([
      { kind: 'failure', id: 2, error: { code: 'busy', data: { running: 'ask' } } },
      { kind: 'reply', id: 3 },
      { kind: 'reply', id: 4, result: { running: 'ask' } },
      { kind: 'reply', id: 5, result: { found: false } },
      { kind: 'reply', id: 6, result: { found: true } },
      { kind: 'failure', id: 1, error: { code: 'cancelled' } },
    ]);
  });

  it('turns a failure into a code without a stack', async () => {
    const { port: one, sent } = port(() => Promise.reject(new Error('boom\n    at x.ts:1')));
    await one.receive({ id: 1, method: 'ask', params: { question: 'q' } });
    expect(JSON.stringify(sent)).not.toContain('x.ts');
    expect(sent).toMatchObject([{ kind: 'failure', error: { code: 'internal' } }]);
  });
});
