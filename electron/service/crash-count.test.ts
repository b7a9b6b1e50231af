import { expect, it } from 'vitest';
import { CrashCount } from './crash-count.ts';

it('puts up with three crashes within a minute', () => {
  const crashes = new CrashCount();
  for (const at of [0, 1000, 2000]) crashes.add(at);
  expect(crashes.tooMany).toBe(false);
  crashes.add(3000);
  expect(crashes.tooMany).toBe(true);
});

it('forgets what is a minute old, and everything when told to', () => {
  const crashes = new CrashCount();
  for (const at of [0, 30_000, 70_000, 80_000]) crashes.add(at);
  expect(crashes.tooMany).toBe(false);
  crashes.add(81_000);
  crashes.add(82_000);
  expect(crashes.tooMany).toBe(true);
  crashes.clear();
  crashes.add(83_000);
  expect(crashes.tooMany).toBe(false);
});
