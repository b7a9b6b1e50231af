import { describe, expect, it } from 'vitest';
import type { Token } from 'node-llama-cpp';
import { sliceEnd, tokenizeInSlices } from './tokenize.ts';

const slices = (text: string, size: number) => {
  const found: string[] = [];
  for (let start = 0; start < text.length;) {
    const end = sliceEnd(text, start, size);
    found.push(text.slice(start, end));
    start = end;
  }
  return found;
};

describe('sliceEnd', () => {
  it('cuts behind the last single line break between visible characters', () => {
    expect(slices('aaa\nbbb\nccc\nddd', 10)).toEqual(['aaa\nbbb\n', 'ccc\nddd']);
    expect(slices('aaa\r\nbbb\r\nccc', 8)).toEqual(['aaa\r\n', 'bbb\r\nccc']);
  });

  it('avoids runs of line breaks and indented lines where there is another place', () => {
    expect(slices('aaa\nbb\n\ncc\n  dd eee', 12)[0]).toBe('aaa\n');
  });

  it('takes any line break, then a blank, then a hard cut', () => {
    expect(slices('aaa\n\nbbbbbbb', 8)[0]).toBe('aaa\n\n');
    expect(slices('aaa bbb ccc', 9)).toEqual(['aaa bbb', ' ccc']);
    expect(slices('aaaaaaaa', 3)).toEqual(['aaa', 'aaa', 'aa']);
  });

  it('never splits a surrogate pair and always moves on', () => {
    const text = '\u{1F40B}'.repeat(5);
    for (const size of [1, 2, 3, 4]) {
      const found = slices(text, size);
      expect(found.join('')).toBe(text);
      if (size > 1) for (const slice of found) expect(Buffer.from(slice).toString()).toBe(slice);
    }
  });
});

describe('tokenizeInSlices', () => {
  const plain = (text: string) => Array.from(text, (character) => character.codePointAt(0) as Token);

  it('gives every slice once, in order, with a turn of the event loop between them', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    const text = 'line of text\n'.repeat(200);
    const seen: number[] = [];
    const tokens = await tokenizeInSlices(text, plain, { size: 64, onSlice: (count) => seen.push(count) });
    clearInterval(timer);
    expect(tokens).toEqual(plain(text));
    expect(seen.at(-1)).toBe(text.length);
    expect(turns).toBeGreaterThan(0);
  });

  it('stops when aborted', async () => {
    const abort = new AbortController();
    const work = tokenizeInSlices('a\n'.repeat(1000), plain, {
      size: 16,
      signal: abort.signal,
      onSlice: () => abort.abort(),
    });
    await expect(work).rejects.toBe(abort.signal.reason);
  });
});
