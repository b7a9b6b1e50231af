/** Lines to flowing text: which lines go on in the next one, which end a paragraph, and which words were broken. */
import { groupBy, median, type Line } from './geometry.ts';
import { Words } from './hyphens.ts';

export interface PlacedLine extends Line {
  page: number;
  /** Offset in the text, in UTF-16 code units. */
  start: number;
}

export interface FlowingText {
  text: string;
  lines: PlacedLine[];
  /** Where each page begins. */
  pageStarts: number[];
}

/** What stands between two lines. */
type Join = '\n' | '\n\n' | ' ' | '' | '-';

/** A font that much larger or smaller begins something else. */
const OTHER_SIZE = 1.12;
/** Space between paragraphs, in usual line distances. */
const APART = 1.3;
/** Indentation of a paragraph's first line, in font sizes. */
const INDENT = 0.7;

const ITEM = /^(?:[•‣◦▪–—*-]\s|\(?\d{1,3}[.)]\s|\(?[a-z][.)]\s|\[\d{1,3}\]\s)/;
/** Chinese and Japanese. */
const WITHOUT_SPACES = /[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]/;
const ENDS_SENTENCE = /[.!?:;][)"'”’»\]]*(?:\[?\d{1,3}\]?)?$/;

/** @param pages lines of each page in reading order */
export function flowTogether(pages: readonly (readonly Line[])[]): FlowingText {
  const words = new Words();
  for (const lines of pages) for (const { text } of lines) for (const part of text.split(/[\t\n]/)) words.add(part);
  const parts: string[] = [];
  const placed: PlacedLine[] = [];
  const pageStarts: number[] = [];
  let length = 0;
  let before: Neighbour | null = null;
  for (const [page, lines] of pages.entries()) {
    const columns = columnsOf(lines);
    pageStarts.push(length);
    for (const [index, drawn] of lines.entries()) {
      const line = drawn.cells ? { ...drawn, text: withoutLineEnds(drawn.text, words) } : drawn;
      const next: Neighbour = { line, page, column: columns.get(line.block) ?? NO_COLUMN };
      const seam = before === null ? undefined : seamOf(before, next, words);
      if (seam !== undefined) {
        // Where the hyphen is the word's own, it comes back as the seam.
        parts.push((parts.pop() ?? '').slice(0, -1));
        length--;
      }
      const join = seam ?? (before === null ? '' : joinOf(before, next));
      parts.push(join, line.text);
      length += join.length;
      placed.push({ ...line, page, start: length });
      // A word that goes on from the page before belongs to that page.
      if (index === 0) pageStarts[page] = length + (seam === undefined ? 0 : (/^\S+/.exec(line.text)?.[0].length ?? 0));
      length += line.text.length;
      before = next;
    }
  }
  return { text: parts.join(''), lines: placed, pageStarts };
}

/** The lines of a table's cell as one. */
function withoutLineEnds(text: string, words: Words): string {
  return text
    .split('\t')
    .map((cell) =>
      cell.split('\n').reduce((joined, line) => {
        const seam = words.seam(joined, line);
        return seam === undefined ? `${joined} ${line}` : `${joined.slice(0, -1)}${seam}${line}`;
      }),
    )
    .join('\t');
}

interface Neighbour {
  line: Line;
  page: number;
  column: Column;
}

/** The edges of a stretch of lines and their usual distance. */
interface Column {
  left: number;
  right: number;
  leading: number;
}

const NO_COLUMN: Column = { left: 0, right: Infinity, leading: Infinity };

function columnsOf(lines: readonly Line[]): Map<number, Column> {
  const columns = new Map<number, Column>();
  for (const [block, inside] of groupBy(lines, (line) => line.block)) {
    const distances = inside.slice(1).map(({ baseline }, index) => baseline - (inside[index]?.baseline ?? 0));
    const right = inside.map((line) => line.right).sort((a, b) => b - a);
    columns.set(block, {
      left: Math.min(...inside.map((line) => line.left)),
      // A single line may stick out.
      right: right[Math.floor(right.length / 20)] ?? 0,
      leading: median(distances),
    });
  }
  return columns;
}

function seamOf(before: Neighbour, next: Neighbour, words: Words): '' | '-' | undefined {
  if (!alikeInSize(before.line, next.line) || before.line.cells) return undefined;
  const elsewhere = before.page !== next.page || before.line.block !== next.line.block;
  const follows = elsewhere || next.line.baseline - before.line.baseline < 2.5 * before.line.size;
  return follows ? words.seam(before.line.text, next.line.text) : undefined;
}

function joinOf(before: Neighbour, next: Neighbour): Join {
  const [a, b] = [before.line, next.line];
  if (!alikeInSize(a, b)) return '\n\n';
  const ended = endsEarly(before, next);
  if (before.page !== next.page || a.block !== b.block) {
    const goesOn = !ended && !ENDS_SENTENCE.test(a.text) && /^[\p{Ll}\d(“"‘']/u.test(b.text);
    return goesOn && !a.cells && !b.cells ? within(a, b) : '\n\n';
  }
  if (a.cells && b.cells) return '\n';
  if (isApart(before, next)) return '\n\n';
  if (a.cells || b.cells || ITEM.test(b.text)) return '\n';
  const indented = (line: Line) => line.left > before.column.left + INDENT * line.size;
  if (indented(b) && !indented(a) && !ITEM.test(a.text) && (ended || ENDS_SENTENCE.test(a.text))) return '\n\n';
  return ended ? '\n' : within(a, b);
}

/** Between two lines of one paragraph: a space where the script has spaces, none at a dash that has none on its other side. */
function within(a: Line, b: Line): Join {
  if (/[^\s—]—$/.test(a.text) || /^—[^\s—]/.test(b.text)) return '';
  // An address is broken where it has a mark of its own.
  if (/:\/\/\S*[/=&?_]$/.test(a.text)) return '';
  return WITHOUT_SPACES.test(a.text.slice(-1)) && WITHOUT_SPACES.test(b.text.charAt(0)) ? '' : ' ';
}

function alikeInSize(a: Line, b: Line): boolean {
  return Math.max(a.size, b.size) < OTHER_SIZE * Math.min(a.size, b.size);
}

function isApart({ line, column }: Neighbour, next: Neighbour): boolean {
  const distance = next.line.baseline - line.baseline;
  // Headings have lines that are further apart than those of the text around them.
  return distance > APART * Math.max(column.leading, 1.1 * line.size) || distance > 2.5 * line.size;
}

/** The next line's first word would have had room: the line was ended on purpose. */
function endsEarly({ line, column }: Neighbour, { line: next }: Neighbour): boolean {
  const first = WITHOUT_SPACES.test(next.text.charAt(0)) ? 1 : (/^\S+/.exec(next.text)?.[0].length ?? 0) + 1;
  const letter = (next.right - next.left) / Math.max(1, next.text.length);
  return column.right - line.right > first * letter + 0.3 * line.size;
}
