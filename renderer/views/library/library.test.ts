import { expect, it } from 'vitest';
import { someItem } from '../../state/fixtures.ts';
import { librarySlice } from '../../state/library-slice.ts';
import { insideOf } from './collection-items.tsx';
import { byDocument } from './hits.ts';
import { sortedBy } from './table-head.tsx';

const hit = (id: string, start: number) => ({
  id,
  title: id,
  before: '',
  match: 'x',
  after: '',
  start,
  end: start + 1,
  place: null,
});

it('groups hits by document, in order of the best', () => {
  const groups = byDocument([hit('b', 5), hit('a', 1), hit('b', 2)]);
  expect(groups.map(({ id, hits }) => [id, hits.map(({ start }) => start)])).toEqual([
    ['b', [5, 2]],
    ['a', [1]],
  ]);
});

it('turns the order round at a second click, and begins with titles from A and the rest from the latest', () => {
  const view = librarySlice.libraryView;
  expect(sortedBy('opened', view)).toEqual({ sort: 'opened', descending: false });
  expect(sortedBy('title', view)).toEqual({ sort: 'title', descending: false });
  expect(sortedBy('length', view)).toEqual({ sort: 'length', descending: true });
});

it('tells whether all, some or none of the documents are in a collection', () => {
  const inside = someItem({ collections: ['c'] });
  expect(insideOf([inside, inside], 'c')).toBe(true);
  expect(insideOf([inside, someItem()], 'c')).toBe('indeterminate');
  expect(insideOf([someItem()], 'c')).toBe(false);
});
