import type { Token } from 'node-llama-cpp';
import { describe, expect, it } from 'vitest';
import { cutText, FEWEST_TOKENS, MEASURED_ROWS } from './texts.ts';

/** Every token once, so that a repeat is one. */
const ALL = Array.from({ length: 5000 }, (_, token) => token as Token);

describe('cutText', () => {
  it.each([FEWEST_TOKENS - 1, 3000, 5512])('ends copying text of %i tokens with the passage at a quarter', (count) => {
    const tokens = cutText(ALL, 'copying', count);
    expect(tokens).toHaveLength(count);
    const quarter = Math.floor(count / 4);
    expect(tokens.slice(-MEASURED_ROWS)).toEqual(tokens.slice(quarter, quarter + MEASURED_ROWS));
    // nothing else repeats
    expect(new Set(tokens).size).toBe(count - MEASURED_ROWS);
    expect(tokens[0]).toBe(0);
  });

  it('takes the end of the file where that is wanted', () => {
    const tokens = cutText(ALL, 'copying', 3000, true);
    expect(tokens.slice(0, -MEASURED_ROWS)).toEqual(ALL.slice(-2488));
  });

  it('leaves prose as it is', () => {
    expect(cutText(ALL, 'prose', 3000)).toEqual(ALL.slice(0, 3000));
  });

  it('refuses texts that are too short', () => {
    expect(() => cutText(ALL, 'prose', 1000)).toThrow(/1536 tokens/);
    expect(() => cutText(ALL, 'prose', 5001)).toThrow('5000 tokens of 5001');
    expect(() => cutText(ALL, 'copying', 6000)).toThrow('5000 tokens of 5488');
  });
});
