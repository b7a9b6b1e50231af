import { expect, it } from 'vitest';
import type { TextSpan } from '../../../electron/contract/sources.ts';
import { someReader } from '../../state/fixtures.ts';
import { TextStore } from '../../state/text-store.ts';
import { findPlace, goToUnit } from './go-to.ts';
import { LineIndex } from './line-index.ts';
import { outlineOf } from './outline-of.ts';
import { PART, partsOf, partWith } from './parts-window.ts';
import { pageOf, pageSpans } from './pdf/page-spans.ts';
import { placeText } from './place-text.ts';
import { cutSegments } from './segments.ts';

const text = 'one\ntwo\nthree\nfour\n';
const lines = new LineIndex(new TextStore(text.length, (start, end) => Promise.resolve(text.slice(start, end))));
const span = (kind: TextSpan['kind'], label: string, start: number, end: number): TextSpan => ({
  kind,
  label,
  start,
  end,
});
const pages = [span('page', 'i', 0, 4), span('page', '1', 4, 8), span('page', '2', 8, 14)];

it('goes to a page by its label, else by its number', async () => {
  const document = someReader({ format: 'pdf', characters: text.length, spans: pages });
  expect(goToUnit(document)).toBe('page');
  expect(await findPlace(document, 'I', 0, lines)).toEqual({ place: { start: 0, end: 0 } });
  expect(await findPlace(document, '1', 0, lines)).toEqual({ place: { start: 4, end: 4 } });
  expect(await findPlace(document, '3', 0, lines)).toEqual({ place: { start: 8, end: 8 } });
  expect(await findPlace(document, '9', 0, lines)).toEqual({ problem: 'There is no page 9: they go from i to 2.' });
});

it('goes to a line, in a folder to one of the file where the reader stands', async () => {
  const whole = someReader({ format: 'code', characters: text.length });
  expect(await findPlace(whole, '3', 0, lines)).toEqual({ place: { start: 8, end: 13 } });
  const folder = someReader({
    format: 'folder',
    characters: text.length,
    spans: [span('file', 'a.ts', 0, 8), span('file', 'b.ts', 8, text.length)],
  });
  expect(await findPlace(folder, '2', 10, lines)).toEqual({ place: { start: 14, end: text.length } });
  expect(await findPlace(folder, '3', 0, lines)).toEqual({ problem: 'There are fewer than 3 lines in a.ts.' });
  expect(await findPlace(whole, 'x', 0, lines)).toEqual({ problem: 'Type the number of a line.' });
});

it('says where an offset lies', () => {
  expect(placeText({ spans: pages, characters: 19 }, 9)).toBe('Page 2 of 3');
  expect(placeText({ spans: [span('chapter', 'Loomings', 0, 19)], characters: 19 }, 10)).toBe('Loomings · 52%');
  expect(placeText({ spans: [], characters: 0 }, 0)).toBe('');
});

it('lists the outline from its own top, else chapters or files', () => {
  const outline = [
    { start: 0, end: 9, title: 'A', level: 3 },
    { start: 2, end: 9, title: 'B', level: 4 },
  ];
  expect(outlineOf(someReader({ outline })).map(({ title, level }) => [title, level])).toEqual([
    ['A', 1],
    ['B', 2],
  ]);
  expect(outlineOf(someReader({ spans: pages }))).toEqual([]);
  expect(outlineOf(someReader({ format: 'folder', outline, spans: [span('file', 'a.ts', 0, 8)] }))).toMatchObject([
    { title: 'a.ts' },
  ]);
});

it('knows the page of an offset, also behind an empty page', () => {
  const spans = pageSpans({ spans: [span('page', '1', 0, 5), span('page', '2', 5, 5), span('page', '3', 5, 9)] });
  expect([0, 4, 5, 8].map((offset) => pageOf(spans, offset))).toEqual([0, 0, 2, 2]);
});

it('shows a very long text in parts, each segment in one of them', () => {
  const segments = cutSegments(PART * 2 + 1000, []);
  const parts = partsOf(segments);
  expect(parts.length).toBeGreaterThan(1);
  expect(parts[0]?.[0]).toBe(0);
  expect(parts.at(-1)?.[1]).toBe(segments.length);
  parts.slice(1).forEach(([first], index) => expect(first).toBe(parts[index]?.[1]));
  expect(partWith(parts, segments.length - 1)).toBe(parts.length - 1);
  expect(partsOf([])).toEqual([[0, 0]]);
});
