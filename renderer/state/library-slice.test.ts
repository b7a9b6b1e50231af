import { expect, it } from 'vitest';
import { someItem } from './fixtures.ts';
import {
  changedTags,
  idsBetween,
  itemAt,
  itemById,
  missingPages,
  PAGE_ROWS,
  tagsOf,
  typedTags,
  withItem,
  withMark,
} from './library-slice.ts';

const items = Array.from({ length: 30 }, (_, row) => someItem({ id: `d${row + PAGE_ROWS}` }));
const state = { libraryPages: { 1: { items, revision: 4 } } };

it('finds rows in the pages that are there', () => {
  expect(itemAt(state, PAGE_ROWS + 3)?.id).toBe(`d${PAGE_ROWS + 3}`);
  expect(itemAt(state, 3)).toBeNull();
  expect(itemAt(state, PAGE_ROWS + 30)).toBeNull();
  expect(itemById(state, `d${PAGE_ROWS}`)?.id).toBe(`d${PAGE_ROWS}`);
});

it('asks for pages that are missing or out of date', () => {
  expect(missingPages(state, 50, 150, 4)).toEqual([0]);
  expect(missingPages(state, 120, 210, 5)).toEqual([1, 2]);
  expect(missingPages(state, 120, 130, 4)).toEqual([]);
});

it('replaces a changed document and no other', () => {
  const changed = withItem(state, someItem({ id: `d${PAGE_ROWS + 1}`, title: 'Another' }));
  expect(itemAt(changed, PAGE_ROWS + 1)?.title).toBe('Another');
  expect(itemAt(changed, PAGE_ROWS)).toBe(items[0]);
});

it('marks rows, and those between two in either direction', () => {
  expect(withMark(['a', 'b'], 'a', false)).toEqual(['b']);
  expect(withMark(['a', 'b'], 'a', true)).toEqual(['b', 'a']);
  expect(idsBetween(state, PAGE_ROWS + 2, PAGE_ROWS - 1)).toEqual([2, 1, 0].map((row) => `d${PAGE_ROWS + row}`));
});

it('tells tags that all documents have from those that some have', () => {
  const two = [someItem({ tags: ['sea', 'novel'] }), someItem({ tags: ['novel', 'law'] })];
  expect(tagsOf(two)).toEqual({ all: ['novel'], some: ['law', 'sea'] });
});

it('adds and removes tags, the same in another case being one', () => {
  expect(changedTags(['Sea', 'novel'], ['sea', 'Law'], ['NOVEL'])).toEqual(['Sea', 'Law']);
  expect(typedTags(' sea ,, the  law, Sea')).toEqual(['sea', 'the law']);
});
