import { expect, it } from 'vitest';
import { blocksOf, isFileHeading } from './blocks.ts';

const shown = (text: string, start = 0, outline: { start: number; end: number; title: string; level: number }[] = []) =>
  blocksOf(text, start, 'text', outline).map((block) => [
    block.kind,
    block.flowing,
    text.slice(block.start - start, block.end - start),
  ]);

const WIDE = 'Call me Ishmael. Some years ago, never mind how long precisely, having';
const WIDE2 = 'little or no money in my purse, and nothing particular to interest me';

it('lets a paragraph flow that was broken at the width of a page', () => {
  const text = `${WIDE}\n${WIDE2}\non shore.\n\nAnother.\n`;
  expect(shown(text)).toEqual([
    ['text', true, `${WIDE}\n${WIDE2}\non shore.`],
    ['blank', false, ''],
    ['text', false, 'Another.'],
  ]);
});

it('keeps the lines of verse, lists and tables', () => {
  const verse = 'The whale is dead\nand all his oil';
  const list = `- ${WIDE}\n- ${WIDE2}`;
  const table = `${WIDE}\t1\n${WIDE2}\t2`;
  for (const text of [verse, list, table]) {
    expect(shown(text)).toEqual(text.split('\n').map((line) => ['text', false, line]));
  }
});

it('lets a paragraph of Markdown flow, however its lines are broken', () => {
  const kinds = (text: string) => blocksOf(text, 0, 'markdown', []).map(({ flowing }) => flowing);
  expect(kinds('A short line\nand another that is much longer than the first one was by far.')).toEqual([true]);
  expect(kinds('1. one\n2. two')).toEqual([false, false]);
  expect(kinds('```\ncode\n```')).toEqual([false, false, false]);
});

it('makes headings of the lines that the outline names, at offsets of the document', () => {
  const text = `LOOMINGS\n${WIDE}\n`;
  const outline = [{ start: 1000, end: 1000 + text.length, title: 'Loomings', level: 2 }];
  expect(shown(text, 1000, outline)).toEqual([
    ['heading', false, 'LOOMINGS'],
    ['text', false, WIDE],
  ]);
  expect(blocksOf(text, 1000, 'text', outline)[0]).toMatchObject({ start: 1000, end: 1008, level: 2 });
});

it('takes a bookmark of a PDF for a heading only where its words stand', () => {
  const text = 'Loomings\nCall me Ishmael.';
  const bookmark = (title: string) => [{ start: 0, end: 9, title, level: 1 }];
  expect(blocksOf(text, 0, 'pdf', bookmark('Loomings'))[0]?.kind).toBe('heading');
  expect(blocksOf(text, 0, 'pdf', bookmark('The Carpet-Bag'))[0]?.kind).toBe('text');
});

it('shows code line by line, blank ones too', () => {
  const blocks = blocksOf('a\n\nb', 5, 'code', []);
  expect(blocks.map(({ kind, start, end }) => [kind, start, end])).toEqual([
    ['code', 5, 6],
    ['code', 7, 7],
    ['code', 8, 9],
  ]);
});

it('knows the heading of a file in a folder', () => {
  expect(isFileHeading('\n===== src/main.c =====\n')).toBe(true);
  expect(isFileHeading('===== src/main.c =====\nint main;')).toBe(false);
});
