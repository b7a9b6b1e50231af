import { beforeEach, expect, it } from 'vitest';
import type { AppCall, AppReply } from '../../electron/contract/app.ts';
import { EngineError, toWire } from '../../electron/contract/errors.ts';
import { setBridge } from '../bridge/bridge.ts';
import { someItem, someState } from './fixtures.ts';
import { forgetItems } from './forget-actions.ts';
import { importText, newlyEnded, titleOf } from './import-actions.ts';
import {
  changeView,
  markAll,
  needRows,
  removeItems,
  renameItem,
  searchLibrary,
  writeQuery,
} from './library-actions.ts';
import { itemAt, librarySlice } from './library-slice.ts';
import { someDocument, someImport } from './fixtures.ts';
import { getState, setState } from './store.ts';

let calls: AppCall[];
let answer: (call: AppCall) => unknown;

const items = Array.from({ length: 700 }, (_, row) => someItem({ id: `d${row}`, title: `Document ${row}` }));

function listOf({ params }: AppCall): unknown {
  const { offset = 0, limit = 100 } = params as { offset?: number; limit?: number };
  return { items: items.slice(offset, offset + limit), total: items.length };
}

beforeEach(() => {
  calls = [];
  answer = listOf;
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
  setState({ ...librarySlice, app: someState({ libraryRevision: 1 }), toasts: [], conversations: {}, drafts: {} });
});

it('fetches each page once, and again when the library has changed', async () => {
  await Promise.all([needRows(0, 20), needRows(10, 120)]);
  expect(calls.map(({ params }) => (params as { offset: number }).offset)).toEqual([0, 100]);
  expect(itemAt(getState(), 119)?.id).toBe('d119');
  expect(getState().libraryTotal).toBe(700);
  setState({ app: someState({ libraryRevision: 2 }) });
  await needRows(0, 20);
  expect(calls).toHaveLength(3);
});

it('drops what arrives for a view that is no longer shown', async () => {
  const pending = needRows(0, 10);
  changeView({ sort: 'title' });
  await pending;
  expect(getState().libraryPages).toEqual({});
});

it('says why the list cannot be had', async () => {
  answer = () => {
    throw new EngineError('library-unavailable', { detail: 'the disk is full' });
  };
  await needRows(0, 10);
  expect(getState().libraryProblem).toContain('the disk is full');
});

it('takes the answer to the latest search only', async () => {
  answer = ({ method, params }) =>
    method === 'library.list'
      ? { items: [], total: 0 }
      : { hits: [], total: (params as { query: string }).query.length };
  writeQuery('whale');
  const first = searchLibrary('whale');
  writeQuery('whales');
  await Promise.all([first, searchLibrary('whales')]);
  expect(getState().librarySearch).toMatchObject({ query: 'whales', total: 6 });
  writeQuery(' ');
  expect(getState().librarySearch).toBeNull();
});

it('says why a search failed', async () => {
  answer = () => {
    throw new EngineError('library-unavailable', { detail: 'it is locked' });
  };
  writeQuery('whale');
  await searchLibrary('whale');
  expect(getState().librarySearch?.problem).toContain('it is locked');
});

it('marks documents that were never scrolled to', async () => {
  await markAll();
  expect(getState().marked).toHaveLength(700);
});

it('offers to bring removed documents back', async () => {
  await needRows(0, 10);
  setState({ marked: ['d1', 'd2'] });
  answer = () => ({});
  await removeItems(['d1']);
  expect(getState().marked).toEqual(['d2']);
  const [toast] = getState().toasts;
  expect(toast?.text).toBe('Removed Document 1 from the library');
  toast?.action?.run();
  expect(calls.at(-1)).toEqual({ method: 'library.undoRemove', params: { ids: ['d1'] } });
});

it('keeps the old title when renaming is refused', async () => {
  await needRows(0, 10);
  answer = () => {
    throw new EngineError('library-unknown', { what: 'document' });
  };
  await renameItem('d1', 'New');
  expect(itemAt(getState(), 1)?.title).toBe('Document 1');
  expect(getState().toasts).toHaveLength(1);
});

it('forgets what the page itself keeps of a document, and nothing of others', async () => {
  const path = '/home/ahab/whales.txt';
  answer = () => ({});
  setState({
    app: someState({ documents: [someDocument({ id: 'd1', path })] }),
    drafts: { [path]: 'a question', other: 'another' },
    conversations: { [path]: [] },
    readerPlaces: { d1: 5, d2: 7 },
  });
  await forgetItems([someItem({ id: 'd1', path })]);
  expect(getState().drafts).toEqual({ other: 'another' });
  expect(getState().conversations).toEqual({});
  expect(getState().readerPlaces).toEqual({ d2: 7 });
});

it('keeps what it has when forgetting failed', async () => {
  answer = () => {
    throw new EngineError('internal', { detail: 'locked' });
  };
  setState({ drafts: { '/home/ahab/whales.txt': 'a question' } });
  await forgetItems([someItem()]);
  expect(getState().drafts).toEqual({ '/home/ahab/whales.txt': 'a question' });
});

it('says in a row what an import does, without naming the file again', () => {
  const error = toWire(new EngineError('document-empty', { name: 'whales.txt' }));
  expect(importText(someImport({ status: 'failed', error }))).toBe('There is no text in it.');
  expect(importText(someImport({ fraction: 0.456 }))).toBe('Reading the file, 45%');
  expect(importText(someImport({ status: 'done', duplicate: true }))).toBe('Already in the library');
});

it('notices imports that have ended since', () => {
  const before = [someImport({ id: 'a' }), someImport({ id: 'b', status: 'done' })];
  const after = [someImport({ id: 'a', status: 'failed' }), before[1] ?? someImport(), someImport({ id: 'c' })];
  expect(newlyEnded(before, after).map(({ id }) => id)).toEqual(['a']);
});

it('takes a title from the first line with words', () => {
  expect(titleOf('\n---\n## The  Whale\ntext')).toBe('The Whale');
  expect(titleOf('***')).toBe('');
  expect(titleOf('word '.repeat(40))).toMatch(/^(word )+word…$/);
  expect(titleOf('word '.repeat(40)).length).toBeLessThan(82);
});
