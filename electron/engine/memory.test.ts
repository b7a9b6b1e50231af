import { totalmem } from 'node:os';
import { expect, it } from 'vitest';
import { availableMemory, cachedFileBytes, leavesEnough } from './memory.ts';

const GIB = 1024 ** 3;

it('wants the model and half a gibibyte left beside another context', () => {
  expect(leavesEnough(4 * GIB, GIB, 2 * GIB)).toBe(true);
  expect(leavesEnough(3 * GIB, GIB, 2 * GIB)).toBe(false);
  expect(leavesEnough(1.5 * GIB, GIB, 0)).toBe(true);
});

it('counts what this process may have, which is something and no more than the machine has', () => {
  expect(availableMemory()).toBeGreaterThan(0);
  expect(availableMemory()).toBeLessThanOrEqual(totalmem());
});

it.each([
  ['anon 5\nfile 40\ninactive_file 10\nactive_file 3\n', 13],
  ['cache 40\ninactive_file 1\nactive_file 2\ntotal_inactive_file 10\ntotal_active_file 30\n', 40],
  ['', 0],
])('finds the cached files in %j', (stat, bytes) => {
  expect(cachedFileBytes(stat)).toBe(bytes);
});
