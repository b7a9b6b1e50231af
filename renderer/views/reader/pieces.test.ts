import { expect, it } from 'vitest';
import { piecesOf, type Layers } from './pieces.ts';

const none: Layers = { tokens: [], marks: [], matches: [], match: null, flash: null };
const mark = (id: string, start: number, end: number) => ({ id, start, end, colour: 'green', noted: false }) as const;

it('is one piece where nothing lies over the text, and none where there is no text', () => {
  expect(piecesOf(10, 20, none)).toEqual([{ start: 10, end: 20, className: '', mark: null }]);
  expect(piecesOf(10, 10, none)).toEqual([]);
});

it('cuts at every edge and keeps what lies over each other', () => {
  const layers: Layers = {
    tokens: [
      { start: 0, end: 12, className: 'hljs-comment' },
      { start: 18, end: 30, className: 'hljs-string' },
    ],
    marks: [mark('a', 11, 40), mark('b', 14, 15)],
    matches: [
      { start: 2, end: 4 },
      { start: 13, end: 16 },
    ],
    match: { start: 13, end: 16 },
    flash: { start: 19, end: 99 },
  };
  expect(piecesOf(10, 20, layers).map((piece) => [piece.start, piece.end, piece.className, piece.mark?.id])).toEqual([
    [10, 11, 'hljs-comment', undefined],
    [11, 12, 'hljs-comment', 'a'],
    [12, 13, '', 'a'],
    [13, 14, 'found now', 'a'],
    [14, 15, 'found now', 'b'],
    [15, 16, 'found now', 'a'],
    [16, 18, '', 'a'],
    [18, 19, 'hljs-string', 'a'],
    [19, 20, 'hljs-string flash', 'a'],
  ]);
});

it('leaves out what only touches', () => {
  expect(
    piecesOf(10, 20, {
      ...none,
      matches: [
        { start: 0, end: 10 },
        { start: 20, end: 22 },
      ],
    }),
  ).toHaveLength(1);
});
