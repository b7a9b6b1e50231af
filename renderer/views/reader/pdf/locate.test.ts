import { expect, it } from 'vitest';
import { locate } from './locate.ts';

const found = (text: string, passage: string, hint = 0) => {
  const place = locate(text, passage, hint);
  return place === null ? null : text.slice(...place);
};

it('finds a passage that is broken into lines and hyphenated', () => {
  expect(found('some years a-\ngo, never  mind', 'years ago, never mind')).toBe('years a-\ngo, never  mind');
  expect(found('Some years ago', 'some   years a-\ngo')).toBe('Some years ago');
});

it('reads ligatures as letters', () => {
  expect(found('the ﬁrst oﬀer', 'first offer')).toBe('ﬁrst oﬀer');
});

it('takes the nearest of several', () => {
  const text = `whale ${'x'.repeat(50)} whale ${'x'.repeat(50)} whale`;
  expect(locate(text, 'whale', 0)?.[0]).toBe(0);
  expect(locate(text, 'whale', 0.5)?.[0]).toBe(57);
  expect(locate(text, 'whale', 1)?.[0]).toBe(114);
});

it('finds nothing where nothing is', () => {
  expect(found('a whale', 'ship')).toBeNull();
  expect(found('a whale', ' \n')).toBeNull();
});
