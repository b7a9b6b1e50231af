/** Chapters of a plain text: lines that say that they are one. Anything less plain is left alone. */
import type { Heading } from '../sections.ts';

/** "CHAPTER 12. Loomings", "Part II", "BOOK THE FIRST". What follows the number has to look like a title, not like a sentence. */
const CHAPTER =
  /^ {0,40}((?:chapter|part|book|volume|act|scene|letter|appendix|section|canto|kapitel|teil|chapitre|partie|capítulo|capitolo)\s+(?:\d{1,4}|[ivxlcdm]{1,8}|[a-z]|(?:the\s+)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve))\b(?:\s*[.:—–-].{0,120}|\s+[A-Z].{0,80})?)\s*$/i;
/** "1.2.3 Requirements" at the line's beginning, as in standards. */
const NUMBERED = /^(\d{1,2}(?:\.\d{1,3}){0,4})\.?\s{1,4}([A-Z][^.!?]{1,80})$/;
/** Which words stand above others. */
const ABOVE = /^\s*(?:part|book|volume|act|teil|partie)\b/i;
/** A numbered outline below this is a list. */
const LEAST_NUMBERED = 3;
/** Characters between two headings below which the first one is a line of a table of contents. */
const LISTED = 60;

/** The headings of a plain text, in order. A title that a table of contents lists first is found where its chapter is. */
export function textHeadings(text: string): Heading[] {
  const lines = headingLines(text);
  const chapters = lines.filter(({ kind }) => kind === 'chapter');
  const numbered = lines.filter(({ kind }) => kind === 'numbered');
  const found = chapters.length > 0 ? chapters : numbered.length >= LEAST_NUMBERED ? numbered : [];
  const parts = chapters.some(({ title }) => ABOVE.test(title)) && chapters.some(({ title }) => !ABOVE.test(title));
  const last = new Map(found.map((line) => [line.title.toLowerCase(), line.start]));
  const near = (line?: HeadingLine, next?: HeadingLine) =>
    line !== undefined && next !== undefined && next.start - line.end < LISTED;
  return found
    .filter((line, index) => {
      const listed = near(line, found[index + 1]) || near(found[index - 1], line);
      return !(listed && last.get(line.title.toLowerCase()) !== line.start);
    })
    .map(({ start, title, level, kind }) => ({
      start,
      title,
      level: kind === 'chapter' ? (parts && !ABOVE.test(title) ? 2 : 1) : level,
    }));
}

interface HeadingLine extends Heading {
  kind: 'chapter' | 'numbered';
  end: number;
}

/** Lines of a heading's form that stand alone: what is above them is blank. */
function headingLines(text: string): HeadingLine[] {
  const found: HeadingLine[] = [];
  let [start, blankBefore] = [0, true];
  while (start < text.length) {
    let end = text.indexOf('\n', start);
    if (end === -1) end = text.length;
    const line = end - start <= 200 ? text.slice(start, end) : '';
    if (blankBefore && line !== '') {
      const chapter = CHAPTER.exec(line)?.[1];
      const numbered = NUMBERED.exec(line);
      const lead = line.length - line.trimStart().length;
      if (chapter !== undefined) {
        found.push({ kind: 'chapter', start: start + lead, end, title: chapter, level: 1 });
      } else if (numbered?.[1] !== undefined) {
        found.push({ kind: 'numbered', start, end, title: line, level: numbered[1].split('.').length });
      }
    }
    blankBefore = line.trim() === '' && end - start <= 200;
    start = end + 1;
  }
  return found;
}
