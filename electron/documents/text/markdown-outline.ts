/** The headings of a Markdown text, which itself stays as it is written. */
import type { Heading } from '../sections.ts';

const ATX = /^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const UNDERLINE = /^ {0,3}(=+|-+)[ \t]*$/;

/** Headings outside of code blocks and front matter, in order. */
export function markdownHeadings(text: string): Heading[] {
  const found: Heading[] = [];
  let fence: string | null = null;
  let above: { start: number; line: string } | null = null;
  let start = frontMatterEnd(text);
  while (start < text.length) {
    let end = text.indexOf('\n', start);
    if (end === -1) end = text.length;
    const line = text.slice(start, Math.min(end, start + 1000));
    const mark = FENCE.exec(line)?.[1];
    if (fence !== null) {
      if (mark?.startsWith(fence) === true && line.trim() === mark) fence = null;
      above = null;
    } else if (mark !== undefined) {
      fence = mark;
      above = null;
    } else {
      const atx = ATX.exec(line);
      const underline: RegExpExecArray | null = above === null ? null : UNDERLINE.exec(line);
      if (atx?.[1] !== undefined) {
        found.push({ start, title: plain(atx[2] ?? ''), level: atx[1].length });
      } else if (above !== null && underline?.[1] !== undefined) {
        found.push({ start: above.start, title: plain(above.line), level: underline[1].startsWith('=') ? 1 : 2 });
      }
      above = atx === null && underline === null && isParagraph(line) ? { start, line } : null;
    }
    start = end + 1;
  }
  return found;
}

function frontMatterEnd(text: string): number {
  return /^---\n[\s\S]{0,20000}?\n(?:---|\.\.\.)\n/.exec(text)?.[0].length ?? 0;
}

/** A line that a row of dashes below would make a heading. */
function isParagraph(line: string): boolean {
  return /\S/.test(line) && !/^(?: {4}|\t| {0,3}(?:[-*+>|]|\d+[.)])\s)/.test(line);
}

/** A heading's words without its marks. */
function plain(title: string): string {
  return title
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/(\*\*|__|\*|`)(.+?)\1/g, '$2')
    .trim();
}
