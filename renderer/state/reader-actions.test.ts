import { beforeEach, expect, it } from 'vitest';
import type { AppCall, AppReply } from '../../electron/contract/app.ts';
import { EngineError, toWire } from '../../electron/contract/errors.ts';
import { setBridge } from '../bridge/bridge.ts';
import { addHighlight, asQuotation, QUOTE_LIMIT, removeHighlight } from './annotation-actions.ts';
import { someHighlight, someReader, someState } from './fixtures.ts';
import {
  findInReader,
  loadReader,
  openReaderAt,
  reloadReader,
  setSplit,
  stepMatch,
  takeVisit,
} from './reader-actions.ts';
import { firstMatch, lastFrom, nextMatch, readerSlice, within } from './reader-slice.ts';
import { textOf } from './reader-texts.ts';
import { getState, setState } from './store.ts';

let calls: AppCall[];
let answer: (call: AppCall) => unknown;

beforeEach(() => {
  calls = [];
  setBridge({
    call: async (call): Promise<AppReply> => {
      calls.push(call);
      try {
        return { ok: true, result: await answer(call) };
      } catch (error) {
        return { ok: false, error: toWire(error) };
      }
    },
    subscribe: () => () => undefined,
    watchConnection: () => () => undefined,
  });
  setState({ ...readerSlice, app: someState(), selectedId: 'a', screen: 'document', toasts: [] });
});

const opened = ({ method }: AppCall) =>
  method === 'reader.open'
    ? someReader()
    : { annotations: [someHighlight({ id: 'h2', start: 50, end: 60 }), someHighlight()] };

it('shows a place of another document, from the library too', () => {
  setState({ screen: 'library', selectedId: 'b' });
  openReaderAt('a', 10, 20);
  expect(getState()).toMatchObject({ selectedId: 'a', screen: 'document', readerOpen: true, readerFront: true });
  expect(getState().readerTarget).toMatchObject({ documentId: 'a', start: 10, end: 20, flash: true });
});

it('goes to one place twice, but to each visit once', () => {
  openReaderAt('a', 10, 20);
  const first = getState().readerTarget;
  openReaderAt('a', 10, 20);
  const second = getState().readerTarget;
  if (first === null || second === null) throw new Error('no target');
  expect(second).not.toEqual(first);
  expect([takeVisit(second), takeVisit(second), takeVisit(first)]).toEqual([true, false, false]);
});

it('keeps the same document when nothing in it changed, so that nothing is laid out anew', async () => {
  answer = opened;
  await loadReader('a');
  const before = getState().readerDocuments['a'];
  await loadReader('a');
  expect(getState().readerDocuments['a']).toBe(before);
  expect(getState().annotations['a']?.map(({ id }) => id)).toEqual(['h', 'h2']);
});

it('says why a document cannot be opened, and forgets that once it can', async () => {
  answer = () => {
    throw new EngineError('library-unknown', { what: 'document' });
  };
  await loadReader('a');
  expect(getState().readerFailures['a']?.code).toBe('library-unknown');
  answer = opened;
  await loadReader('a');
  expect(getState().readerFailures).toEqual({});
});

it('drops the text and the matches of a document that was read again', async () => {
  answer = opened;
  setState({ readerOpen: true });
  await loadReader('a');
  const text = textOf('a', 4000);
  expect(textOf('a', 4000)).toBe(text);
  setState({ readerFind: { documentId: 'a', query: 'x', matches: [{ start: 1, end: 2 }], more: false, at: 0 } });
  await reloadReader('a');
  expect(textOf('a', 4000)).not.toBe(text);
  expect(getState().readerFind).toBeNull();
  expect(getState().readerDocuments['a']).toBeDefined();
});

it('finds from where the reader stands and goes around the end', async () => {
  const matches = [10, 50, 90].map((start) => ({ start, end: start + 5 }));
  answer = () => ({ matches, more: false });
  setState({ readerPlaces: { a: 40 } });
  await findInReader('a', 'whale');
  expect(getState().readerFind?.at).toBe(1);
  expect(getState().readerTarget).toMatchObject({ start: 50, flash: false });
  stepMatch(1);
  stepMatch(1);
  expect(getState().readerTarget).toMatchObject({ start: 10 });
  stepMatch(-1);
  expect(getState().readerTarget).toMatchObject({ start: 90 });
});

it('takes the matches of the latest query only', async () => {
  answer = ({ params }) => ({ matches: [{ start: (params as { query: string }).query.length, end: 9 }], more: false });
  await Promise.all([findInReader('a', 'w'), findInReader('a', 'wha')]);
  expect(getState().readerFind).toMatchObject({ query: 'wha', matches: [{ start: 3, end: 9 }] });
  await findInReader('a', ' ');
  expect(getState().readerFind).toBeNull();
});

it('keeps highlights in order, and makes a removed one again', async () => {
  answer = ({ method, params }) =>
    method === 'annotation.remove' ? {} : { ...(params as object), id: `n${calls.length}`, createdAt: 1 };
  setState({ annotations: { a: [someHighlight({ start: 30, end: 40 })] } });
  const made = await addHighlight('a', { start: 5, end: 9 }, 'word', 'pink');
  expect(getState().annotations['a']?.map(({ start }) => start)).toEqual([5, 30]);
  if (made === null) throw new Error('no highlight');
  await removeHighlight({ ...made, note: 'a note' });
  expect(getState().annotations['a']?.map(({ start }) => start)).toEqual([30]);
  getState().toasts[0]?.action?.run();
  await new Promise((resolve) => setTimeout(resolve));
  expect(getState().annotations['a']?.[0]).toMatchObject({
    start: 5,
    end: 9,
    colour: 'pink',
    note: 'a note',
    quote: 'word',
  });
});

it('quotes a passage, a long one without its middle', () => {
  expect(asQuotation(' one\n\ntwo ')).toBe('> one\n>\n> two\n\n');
  const long = asQuotation(`begin ${'x'.repeat(2 * QUOTE_LIMIT)} end`);
  expect(long).toContain('\n> […]\n');
  expect(long.startsWith('> begin')).toBe(true);
  expect(long.trimEnd().endsWith(' end')).toBe(true);
  expect(long.length).toBeLessThan(QUOTE_LIMIT + 50);
});

it('keeps room for both sides of the border', () => {
  setSplit(0.05);
  expect(getState().readerSplit).toBe(0.25);
  setSplit(0.99);
  expect(getState().readerSplit).toBe(0.75);
});

it('searches ordered stretches', () => {
  const list = [0, 10, 20, 30].map((start) => ({ start, end: start + 5 }));
  expect(within(list, 5, 10)).toEqual([]);
  expect(within(list, 4, 21).map(({ start }) => start)).toEqual([0, 10, 20]);
  expect([-1, 0, 9, 10, 99].map((offset) => lastFrom(list, offset))).toEqual([-1, 0, 0, 1, 3]);
  expect([firstMatch(list, 12), firstMatch(list, 31), firstMatch([], 0)]).toEqual([2, 0, -1]);
  expect(nextMatch({ matches: [], at: -1 }, 1)).toBe(-1);
});
