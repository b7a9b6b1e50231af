import { expect, it } from 'vitest';
import { movedRow } from './moved-row.ts';

it('moves within the list and leaves other keys alone', () => {
  expect(
    ['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End', 'a'].map((key) => movedRow(key, 5, 100, 10)),
  ).toEqual([6, 4, 15, 0, 0, 99, null]);
  expect(movedRow('ArrowDown', 99, 100, 10)).toBe(99);
  expect(movedRow('End', 0, 0, 10)).toBeNull();
});
