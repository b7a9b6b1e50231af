import { expect, it } from 'vitest';
import { TEXT_PAGE, TextStore } from '../../state/text-store.ts';
import { countLineEnds, LineIndex } from './line-index.ts';

const text = Array.from({ length: 30_000 }, (_, line) => `line ${line} ${'x'.repeat(line % 13)}`).join('\n');
const index = () => new LineIndex(new TextStore(text.length, (start, end) => Promise.resolve(text.slice(start, end))));

it('counts line ends across pages', async () => {
  const counted = index();
  for (const [from, to] of [
    [0, text.length],
    [17, TEXT_PAGE * 3 + 5],
    [TEXT_PAGE, TEXT_PAGE * 2],
    [5, 5],
  ] as const) {
    expect(await counted.lineEnds(from, to)).toBe(countLineEnds(text.slice(from, to)));
  }
});

it('finds where a line begins, counted from the beginning of a file', async () => {
  const counted = index();
  expect(await counted.startOf(1, 0, text.length)).toBe(0);
  for (const line of [2, 4321, 29_999]) {
    expect(await counted.startOf(line + 1, 0, text.length)).toBe(text.indexOf(`line ${line} `));
  }
  const file = text.indexOf('line 20000 ');
  expect(await counted.startOf(101, file, text.length)).toBe(text.indexOf('line 20100 '));
});

it('knows no line behind the last', async () => {
  expect(await index().startOf(30_001, 0, text.length)).toBeNull();
  expect(await index().startOf(3, 0, text.indexOf('line 2 '))).toBeNull();
});
