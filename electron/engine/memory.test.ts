import { expect, it } from 'vitest';
import { leavesEnough } from './memory.ts';

const GIB = 1024 ** 3;

it('wants the model and half a gibibyte left beside another context', () => {
  expect(leavesEnough(4 * GIB, GIB, 2 * GIB)).toBe(true);
  expect(leavesEnough(3 * GIB, GIB, 2 * GIB)).toBe(false);
  expect(leavesEnough(1.5 * GIB, GIB, 0)).toBe(true);
});
