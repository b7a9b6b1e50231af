/** Makes the lines of a segment into what is laid out: paragraphs, headings, blank lines, lines of code. */
import type { DocumentFormat, OutlineEntry } from '../../../electron/contract/sources.ts';
import type { Stretch } from '../../state/reader-slice.ts';

export interface Block extends Stretch {
  kind: 'text' | 'heading' | 'blank' | 'code';
  /** Its line ends are shown as spaces: a paragraph that was broken into lines of a page's width. */
  flowing: boolean;
  /** Of a heading, 1 to 6. */
  level: number;
}

/** A line that is no part of a paragraph: indented, in columns, of a list or a quotation. */
const KEPT_LINE = /^\s|\t| {3}|\||^[-*•#>+] /;

/** Characters of a line that fills a page's width. */
const WIDEST = 90;
const NARROWEST = 45;

/** Formats whose text is shown line by line, with numbers. */
export const isCode = (format: DocumentFormat): boolean => format === 'code' || format === 'folder';

/**
 * Blocks in order; between two of them stands exactly one line end.
 * @param start offset of the text in the document
 * @param outline the entries that begin in it
 */
export function blocksOf(
  text: string,
  start: number,
  format: DocumentFormat,
  entries: readonly OutlineEntry[],
): Block[] {
  // A PDF's bookmark may only name the page.
  const outline = format === 'pdf' ? entries.filter((entry) => standsThere(text, start, entry)) : entries;
  const lines = linesOf(text, start);
  if (isCode(format)) return lines.map((line) => ({ ...line, kind: 'code', flowing: false, level: 0 }));
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length;) {
    const line = lines[at];
    if (line === undefined) break;
    const heading = headingOf(line, outline);
    const blank = text.slice(line.start - start, line.end - start).trim() === '';
    if (heading !== undefined || blank) {
      const kind = blank ? 'blank' : 'heading';
      blocks.push({ ...line, kind, flowing: false, level: Math.min(heading?.level ?? 0, 6) });
      at += 1;
      continue;
    }
    let end = at + 1;
    while (end < lines.length && isProse(text, start, lines[end], outline)) end += 1;
    const paragraph = lines.slice(at, end);
    const words = paragraph.map((one) => text.slice(one.start - start, one.end - start));
    if (flows(words, format === 'markdown')) {
      blocks.push({ start: line.start, end: paragraph.at(-1)?.end ?? line.end, kind: 'text', flowing: true, level: 0 });
    } else {
      for (const one of paragraph) blocks.push({ ...one, kind: 'text', flowing: false, level: 0 });
    }
    at = end;
  }
  return blocks;
}

/** Without the line ends. A text that ends in one has no empty line behind it. */
function linesOf(text: string, start: number): Stretch[] {
  const lines: Stretch[] = [];
  for (let at = 0; at < text.length;) {
    const found = text.indexOf('\n', at);
    const end = found === -1 ? text.length : found;
    lines.push({ start: start + at, end: start + end });
    at = end + 1;
  }
  return lines;
}

/** An entry of the outline names the line in which it begins, where that is short enough for a heading. */
function headingOf({ start, end }: Stretch, outline: readonly OutlineEntry[]): OutlineEntry | undefined {
  return end - start > 300 ? undefined : outline.find((entry) => entry.start >= start && entry.start < end);
}

function standsThere(text: string, start: number, entry: OutlineEntry): boolean {
  const there = text.slice(entry.start - start, entry.start - start + 300).replace(/\s+/g, ' ');
  return there.toLowerCase().startsWith(entry.title.slice(0, 20).toLowerCase());
}

function isProse(text: string, start: number, line: Stretch | undefined, outline: readonly OutlineEntry[]): boolean {
  if (line === undefined || headingOf(line, outline) !== undefined) return false;
  return text.slice(line.start - start, line.end - start).trim() !== '';
}

/**
 * Whether lines look like one paragraph that was broken at a page's width: all but the last about as long as each other, none indented
 * or in columns. Verse, lists and tables are not, and keep their lines.
 */
function flows(lines: readonly string[], markdown: boolean): boolean {
  if (lines.length < 2 || lines.some((line) => KEPT_LINE.test(line))) return false;
  // In Markdown a line end inside a paragraph means a space, wherever it stands.
  if (markdown) return !lines.some((line) => /^(\d+[.)] |[=`~]{3}| {2,}$)/.test(line) || line.endsWith('  '));
  const full = lines.slice(0, -1).map((line) => line.trimEnd().length);
  const longest = Math.max(...full);
  if (longest > WIDEST || longest < NARROWEST) return false;
  return full.every((length) => length >= longest * 0.7);
}

/** Where the text of a file in a folder's document has its heading: that line is shown as a bar instead. */
export const isFileHeading = (text: string): boolean => /^\s*={3,} [^\n]+ ={3,}\s*$/.test(text);
