import { describe, expect, it } from 'vitest';
import { markdownHeadings } from './markdown-outline.ts';
import { textHeadings } from './text-outline.ts';

const titles = (headings: readonly { title: string; level: number }[]) =>
  headings.map(({ title, level }) => [title, level]);

describe('headings of Markdown', () => {
  it('finds both kinds, and none in code or front matter', () => {
    const text =
      '---\ntitle: x\n# not\n---\n# One #\n\ntext\n\n```sh\n# a comment\n```\n\nTwo\n===\n\n## [Three](x) and `code`\n\nFour\n----\n\n- item\n---\n\n#hashtag\n';
    const found = markdownHeadings(text);
    expect(titles(found)).toEqual([
      ['One', 1],
      ['Two', 1],
      ['Three and code', 2],
      ['Four', 2],
    ]);
    expect(text.slice(found[1]?.start).startsWith('Two\n')).toBe(true);
  });
});

describe('chapters of a plain text', () => {
  const body = 'Call me Ishmael. Some years ago, never mind how long precisely, I thought I would sail about.\n\n';

  it('finds lines that call themselves chapters, where they are and not where they are listed', () => {
    const text = `Moby-Dick\n\nCHAPTER 1. Loomings.\n\nCHAPTER 2. The Carpet-Bag.\n\n${body}CHAPTER 1. Loomings.\n\n${body}CHAPTER 2. The Carpet-Bag.\n\n${body}`;
    const found = textHeadings(text);
    expect(titles(found)).toEqual([
      ['CHAPTER 1. Loomings.', 1],
      ['CHAPTER 2. The Carpet-Bag.', 1],
    ]);
    expect(found[0]?.start).toBe(text.lastIndexOf('CHAPTER 1.'));
  });

  it('puts chapters below parts', () => {
    const text = `PART I\n\n${body}Chapter One\n\n${body}PART II\n\n${body}Chapter Two\n\n${body}`;
    expect(titles(textHeadings(text)).map(([, level]) => level)).toEqual([1, 2, 1, 2]);
  });

  it('finds numbered sections where there are several, and nothing in prose', () => {
    const text = `1. Introduction\n\n${body}1.1 Terms\n\n${body}2. Protocol\n\n${body}`;
    expect(titles(textHeadings(text))).toEqual([
      ['1. Introduction', 1],
      ['1.1 Terms', 2],
      ['2. Protocol', 1],
    ]);
    expect(
      textHeadings(`${body}Part of me wanted to go home.\n\nChapter and verse\n\n1. One thing only\n\n${body}`),
    ).toEqual([]);
  });
});
