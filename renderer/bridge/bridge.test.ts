import { beforeEach, expect, it, vi } from 'vitest';
import type { AppMessage } from '../../electron/contract/app.ts';
import { EngineError, toWire } from '../../electron/contract/errors.ts';
import { call, listen, pathOf, setBridge } from './bridge.ts';
import type { PageBridge } from './page-bridge.ts';

let send: (message: AppMessage) => void;

function bridge(reply: unknown): PageBridge {
  return {
    call: () => Promise.resolve(reply as never),
    subscribe: (listener) => {
      send = listener;
      return () => undefined;
    },
    watchConnection: () => () => undefined,
  };
}

beforeEach(() => setBridge(bridge({ ok: true, result: { found: true } })));

it('gives the result, and throws what the app refused', async () => {
  await expect(call('reading.cancel', {})).resolves.toEqual({ found: true });
  setBridge(bridge({ ok: false, error: toWire(new EngineError('busy', { running: 'a reading' })) }));
  await expect(call('reading.cancel', {})).rejects.toMatchObject({ code: 'busy' });
});

it('does not take a result of another shape', async () => {
  setBridge(bridge({ ok: true, result: { found: 'yes' } }));
  await expect(call('reading.cancel', {})).rejects.toThrow();
});

it('hands events on by name, and drops what is not of the contract with a word in the console', () => {
  const complained = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const heard = {
    state: vi.fn(),
    'reading.progress': vi.fn(),
    'answer.token': vi.fn(),
    'calibration.progress': vi.fn(),
  };
  listen(heard);
  send({ event: 'answer.token', data: { answerId: 'a', text: 'Ish' } });
  send({ event: 'answer.token', data: { answerId: 'a' } });
  expect(heard['answer.token'].mock.calls).toEqual([[{ answerId: 'a', text: 'Ish' }]]);
  expect(complained.mock.calls).toEqual([[expect.stringContaining('answer.token')]]);
  complained.mockRestore();
});

it('knows no path where the host knows none', () => {
  expect(pathOf({} as File)).toBeNull();
  setBridge({ ...bridge(null), pathOf: () => '/home/ahab/whales.txt' });
  expect(pathOf({} as File)).toBe('/home/ahab/whales.txt');
});
