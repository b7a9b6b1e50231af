/** Cuts a text into the passages that are stored and searched. */

export interface Passage {
  /** In UTF-16 code units of the whole text; `end` exclusive. */
  start: number;
  end: number;
  words: string;
}

/** Characters of a passage, where the text has line ends in good places. */
const WANTED = 1_000;
/** From here on a space will do, and at the most anything. */
const LONG = 2_000;

/**
 * The passages of a piece of text: whole paragraphs of about WANTED characters. Put together they are the piece, without gaps.
 * @param start where the piece begins in the whole text
 */
export function passagesOf(piece: string, start: number): Passage[] {
  const passages: Passage[] = [];
  for (let at = 0; at < piece.length;) {
    const end = cutAfter(piece, at);
    passages.push({ start: start + at, end: start + end, words: piece.slice(at, end) });
    at = end;
  }
  return passages;
}

/** Where a piece of at most `limit` characters from `at` on can end without cutting a paragraph, if it can, or a character. */
export function pieceEnd(text: string, at: number, limit: number): number {
  if (text.length - at <= limit) return text.length;
  const line = text.lastIndexOf('\n', at + limit - 1) + 1;
  return line > at + limit / 2 ? line : wholeCharacter(text, at + limit);
}

function cutAfter(text: string, at: number): number {
  if (text.length - at <= WANTED) return text.length;
  const paragraph = /\n[ \t]*\n\s*/g;
  paragraph.lastIndex = at + WANTED / 2;
  const found = paragraph.exec(text.slice(0, at + LONG));
  if (found !== null) return found.index + found[0].length;
  const most = Math.min(at + LONG, text.length);
  const line = text.lastIndexOf('\n', at + WANTED) + 1;
  if (line > at + WANTED / 2) return line;
  if (most === text.length) return most;
  const space = text.lastIndexOf(' ', most - 1) + 1;
  return space > at + WANTED / 2 ? space : wholeCharacter(text, most);
}

/** The same place, or one before it where it would lie between the halves of a character. */
function wholeCharacter(text: string, at: number): number {
  const code = text.charCodeAt(at - 1);
  return code >= 0xd800 && code <= 0xdbff ? at - 1 : at;
}
