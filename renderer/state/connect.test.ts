import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { AppMessage, AppReply } from '../../electron/contract/app.ts';
import { setBridge } from '../bridge/bridge.ts';
import { ConnectionError } from '../bridge/page-bridge.ts';
import { connect } from './connect.ts';
import { someDocument, someReading, someState } from './fixtures.ts';
import { getState, setState } from './store.ts';

let send: (message: AppMessage) => void;
let connection: (open: boolean) => void;
let reply: () => Promise<AppReply>;
let asked: string[];
let disconnect: () => void;

const stateReply = (state = someState()): Promise<AppReply> => Promise.resolve({ ok: true, result: state });
const settled = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  reply = () => stateReply();
  setState({ app: null, connection: 'connecting', problem: null, selectedId: null, progress: {}, conversations: {} });
  setBridge({
    call: ({ method }) => {
      asked.push(method);
      return reply();
    },
    subscribe: (listener) => {
      send = listener;
      return () => undefined;
    },
    watchConnection: (listener) => {
      connection = listener;
      return () => undefined;
    },
  });
  disconnect = connect();
});

afterEach(() => {
  disconnect();
  vi.useRealTimers();
});

it('takes the whole state over and then every change', async () => {
  await settled();
  expect(getState()).toMatchObject({ connection: 'open', app: { documents: [] } });
  send({ event: 'state', data: { documents: [someDocument()] } });
  expect(getState().app?.documents).toHaveLength(1);
  expect(getState().selectedId).toBe('a');
});

it('loses no change that comes while the whole state is under way', async () => {
  await settled();
  let answer: (reply: AppReply) => void = () => undefined;
  reply = () => new Promise((resolve) => (answer = resolve));
  connection(false);
  send({ event: 'state', data: { documents: [someDocument()] } });
  answer(await stateReply());
  await settled();
  expect(getState().app?.documents).toHaveLength(1);
});

it('says that the connection is lost and why, tries again, and asks for everything once it is back', async () => {
  await settled();
  reply = () => Promise.reject(new ConnectionError('nobody answers'));
  connection(false);
  await settled();
  expect(getState()).toMatchObject({ connection: 'lost', problem: 'Nobody answers.' });
  await vi.advanceTimersByTimeAsync(2000);
  reply = () => stateReply(someState({ documents: [someDocument()] }));
  connection(true);
  await settled();
  expect(getState()).toMatchObject({ connection: 'open', problem: null });
  expect(getState().app?.documents).toHaveLength(1);
});

it('shows progress while its work goes on and drops it at its end', async () => {
  await settled();
  const activity = { kind: 'reading', documentId: 'a', mode: 'sparse', stopping: false } as const;
  const progress = {
    phase: 'reading',
    tokens: 500,
    totalTokens: 1000,
    tokensPerSecond: 100,
    secondsLeft: 5,
    layer: 1,
    layers: 30,
    sparsity: 0.5,
  };
  send({ event: 'reading.progress', data: { documentId: 'a', mode: 'sparse', progress } });
  send({ event: 'state', data: { activity } });
  expect(getState().progress['a']?.progress.tokens).toBe(500);
  expect(getState().announcement.text).toBe('50 per cent read.');
  send({ event: 'state', data: { activity: { ...activity, stopping: true } } });
  expect(getState().progress['a']).toBeDefined();
  send({ event: 'state', data: { activity: null } });
  expect(getState().progress['a']).toBeUndefined();
});

it('stops the answers that a reload interrupted and keeps their questions', async () => {
  disconnect();
  const pending = { question: 'Who?', mode: 'sparse', answer: '', model: '', result: null, failure: null } as const;
  setState({ conversations: { book: [{ ...pending, id: 'x', status: 'pending' }] } });
  reply = () =>
    stateReply(someState({ documents: [someDocument({ readings: { sparse: someReading('sparse'), dense: null } })] }));
  disconnect = connect();
  await settled();
  expect(asked).toContain('answer.stop');
  expect(getState().conversations['book']).toMatchObject([{ question: 'Who?', status: 'failed' }]);
});

it('shows how far the measuring of presets is, while it runs', async () => {
  const measuring = { kind: 'measuring-presets', documentId: null, mode: null, stopping: false } as const;
  const progress = { done: 3, total: 28, what: 'prose, dense', secondsLeft: null };
  await settled();
  send({ event: 'state', data: { activity: measuring } });
  send({ event: 'calibration.progress', data: progress });
  send({ event: 'state', data: { activity: { ...measuring, stopping: true } } });
  expect(getState().calibration).toEqual(progress);
  send({ event: 'state', data: { activity: null } });
  expect(getState().calibration).toBeNull();
});
