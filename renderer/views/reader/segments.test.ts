import { expect, it } from 'vitest';
import { TextStore } from '../../state/text-store.ts';
import { afterBreak, cutSegments, neededFor, REACH, SEGMENT, segmentOf, segmentText } from './segments.ts';

const storeOf = (text: string) => new TextStore(text.length, (start, end) => Promise.resolve(text.slice(start, end)));

/** Lines of all lengths, from none to longer than a segment, with characters of two code units. */
function someText(): string {
  let seed = 7;
  const next = (below: number) => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    return seed % below;
  };
  let text = '';
  for (let line = 0; line < 400; line += 1) {
    const length = line % 97 === 5 ? SEGMENT * 2 : next(400);
    for (let at = 0; at < length; at += 1) text += line % 97 === 5 ? '😀' : next(6) === 0 ? ' ' : 'w';
    text += '\n';
  }
  return text;
}

const page = (start: number, end: number) => ({ start, end, kind: 'page', label: '1' }) as const;

it('shows every character once and in order, whatever the lines are like', async () => {
  const text = someText();
  const store = storeOf(text);
  const spans = [page(100, 250), page(300, 40_000), page(40_000, 40_010)];
  const segments = cutSegments(text.length, spans);
  await store.read(0, text.length);
  let at = 0;
  let shown = '';
  segments.forEach((_segment, index) => {
    const part = segmentText(store, segments, index);
    expect(part?.start).toBe(at);
    shown += part?.text ?? '';
    at += part?.text.length ?? 0;
    // No half of a character at an end.
    expect(part?.text ?? '').not.toMatch(/^[\uDC00-\uDFFF]/);
  });
  expect(shown).toBe(text);
});

it('begins a segment at each page and cuts long ones evenly', () => {
  const segments = cutSegments(20_000, [page(0, 10), page(10, 13_000)]);
  expect(segments.map(({ start, span, first }) => [start, span, first])).toEqual([
    [0, 0, true],
    [10, 1, true],
    [4340, 1, false],
    [8670, 1, false],
    [13_000, -1, true],
    [16_500, -1, false],
  ]);
  for (const { start, end } of segments.slice(1)) expect(end - start).toBeGreaterThan(REACH);
});

it('has no segment for an empty document and one for a short one', () => {
  expect(cutSegments(0, [])).toEqual([]);
  expect(cutSegments(5, [])).toEqual([{ start: 0, end: 5, span: -1, first: true }]);
});

it('breaks after a line end, else after a space, else between characters', () => {
  expect(afterBreak('\n', 'abc')).toBe(0);
  expect(afterBreak('x', 'ab c\nd')).toBe(5);
  expect(afterBreak('x', 'ab c')).toBe(3);
  expect(afterBreak('\uD83D', '\uDE00ab')).toBe(1);
  expect(afterBreak('x', 'abc')).toBe(0);
});

it('finds the segment that shows an offset, also in a line that goes on behind a cut', async () => {
  const text = `${'a'.repeat(4000)} ${'b'.repeat(300)}\n${'c'.repeat(7900)}`;
  const store = storeOf(text);
  const segments = cutSegments(text.length, []);
  const cut = segments[1]?.start ?? 0;
  expect(text[cut]).toBe('b');
  expect(await segmentOf(store, segments, cut + 1)).toBe(0);
  expect(await segmentOf(store, segments, text.indexOf('c'))).toBe(1);
  expect(await segmentOf(store, segments, text.length)).toBe(segments.length - 1);
});

it('asks for no more than a segment and the reach behind it', () => {
  const segments = cutSegments(1_000_000, []);
  const needed = neededFor(segments, 50);
  expect(needed.end - needed.start).toBeLessThanOrEqual(SEGMENT + REACH + 1);
});
