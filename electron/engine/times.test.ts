import { expect, it } from 'vitest';
import { ReadingTimes } from './times.ts';

it('measures a speedup only when the same text was read in both modes', () => {
  const times = new ReadingTimes();
  times.record('a', 'sparse', 'fine', 50);
  expect(times.speedup('a', 'sparse', 'fine')).toBeNull();
  times.record('b', 'dense', 'dense', 400);
  expect(times.speedup('a', 'sparse', 'fine')).toBeNull();
  times.record('a', 'dense', 'dense', 100);
  expect(times.hasDense('a')).toBe(true);
  expect(times.speedup('a', 'sparse', 'fine')).toEqual({ value: 2, kind: 'measured' });
  expect(times.speedup('a', 'sparse', 'paper')).toBeNull();
});

it('compares a dense reading with the latest sparse one', () => {
  const times = new ReadingTimes();
  times.record('a', 'dense', 'dense', 100);
  times.record('a', 'sparse', 'fine', 50);
  times.record('a', 'sparse', 'paper', 80);
  expect(times.speedup('a', 'dense', 'dense')?.value).toBe(100 / 80);
  times.record('a', 'sparse', 'fine', 40);
  expect(times.speedup('a', 'dense', 'dense')?.value).toBe(100 / 40);
});
