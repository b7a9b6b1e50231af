import { describe, expect, it } from 'vitest';
import { compareTexts, editDistance } from './character-accuracy.ts';

/** The textbook's table, to hold the faster one against. */
function plainDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, replaced));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

describe('editDistance', () => {
  it('counts as the textbook does', () => {
    let state = 7;
    const random = (below: number) => (state = (state * 48271) % 0x7fffffff) % below;
    const text = (length: number) => Array.from({ length }, () => 'abc'.charAt(random(3))).join('');
    for (let round = 0; round < 50; round++) {
      const [a, b] = [text(random(300)), text(random(300))];
      expect(editDistance(a, b)).toBe(plainDistance(a, b));
    }
    expect(editDistance('', '')).toBe(0);
    expect(editDistance('', 'x'.repeat(200))).toBe(200);
  });
});

describe('compareTexts', () => {
  it('passes over the shapes of white space, quotation marks and hyphens', () => {
    expect(compareTexts('A  "well-known"\nword', ' A “well\u2010known” word\n')).toEqual({ characters: 19, errors: 0 });
  });

  it('counts what is missing, added and misread', () => {
    expect(compareTexts('one two three', 'one too three!').errors).toBe(2);
    expect(compareTexts('left column right column', 'right column left column').errors).toBeGreaterThan(5);
  });
});
