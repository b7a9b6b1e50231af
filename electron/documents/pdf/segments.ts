/** Puts pieces on one baseline together to rows, and rows apart again where there are gaps. */
import { median, type Piece, type Segment } from './geometry.ts';

/** Gap that may be one between columns, in font sizes. Wide word spaces of justified lines get there too; they are closed again later. */
const COLUMN_GAP = 0.7;
/** Gap between two words, in font sizes. */
const WORD_GAP = 0.14;

interface Row {
  baseline: number;
  size: number;
  pieces: Piece[];
}

/** The page's segments, row by row from above and each row from left to right. */
export function toSegments(pieces: readonly Piece[]): Segment[] {
  const rows = toRows(withDropCapsRaised(pieces));
  return rows.flatMap((row, index) => splitRow(row, index));
}

function toRows(pieces: readonly Piece[]): Row[] {
  const rows: Row[] = [];
  for (const piece of [...pieces].sort((a, b) => a.baseline - b.baseline || a.left - b.left)) {
    // Later rows lie below: only the last few can be near.
    const candidates = rows.slice(-4).filter((row) => onOneLine(row, piece));
    const row = candidates.sort((a, b) => distance(a, piece) - distance(b, piece))[0];
    if (row === undefined) {
      rows.push({ baseline: piece.baseline, size: piece.size, pieces: [piece] });
      continue;
    }
    row.pieces.push(piece);
    // A raised figure came first: the letters beside it say where the line is.
    if (piece.size > row.size * 1.1) Object.assign(row, { baseline: piece.baseline, size: piece.size });
  }
  return rows.sort((a, b) => a.baseline - b.baseline);
}

const distance = (row: Row, piece: Piece) => Math.abs(row.baseline - piece.baseline);

function onOneLine(row: Row, piece: Piece): boolean {
  return distance(row, piece) < 0.6 * Math.min(row.size, piece.size);
}

/** A large first letter stands on a lower line than the word it begins: it is moved to the line of that word. */
function withDropCapsRaised(pieces: readonly Piece[]): Piece[] {
  const usual = median(pieces.map(({ size }) => size));
  return pieces.map((piece) => {
    if (piece.size < usual * 1.8 || piece.text.length > 2) return piece;
    const rest = pieces
      .filter((other) => other !== piece && other.size < piece.size * 0.7 && other.text.length > 1)
      .filter(({ left }) => left > piece.right - usual * 0.5 && left < piece.right + usual)
      .filter(({ baseline }) => baseline < piece.baseline - usual * 0.5 && baseline > piece.baseline - piece.size)
      .sort((a, b) => a.baseline - b.baseline)[0];
    if (rest === undefined) return piece;
    const right = Math.max(piece.left, rest.left - 0.01);
    return { ...piece, baseline: rest.baseline, size: rest.size, right };
  });
}

function splitRow(row: Row, index: number): Segment[] {
  const leftToRight = row.pieces.sort((a, b) => a.left - b.left);
  const rightToLeft = leftToRight.filter((piece) => piece.rightToLeft).length * 2 > leftToRight.length;
  const groups: Piece[][] = [];
  let [edge, size] = [0, 0];
  for (const piece of leftToRight) {
    const last = groups.at(-1);
    // A heading in one column may stand beside small type in the next one.
    if (last === undefined || piece.left - edge > COLUMN_GAP * Math.min(size, piece.size)) groups.push([piece]);
    else last.push(piece);
    edge = last === undefined ? piece.right : Math.max(edge, piece.right);
    size = piece.size;
  }
  return groups.map((group) => toSegment(group, index, rightToLeft));
}

function toSegment(pieces: readonly Piece[], row: number, rightToLeft: boolean): Segment {
  const size = median(pieces.flatMap((piece) => Array<number>(Math.min(piece.text.length, 200)).fill(piece.size)));
  return {
    text: join(pieces, rightToLeft),
    left: Math.min(...pieces.map(({ left }) => left)),
    right: Math.max(...pieces.map(({ right }) => right)),
    // Raised figures stand elsewhere.
    baseline: (pieces.find((piece) => piece.size === size) ?? pieces[0])?.baseline ?? 0,
    size,
    order: Math.min(...pieces.map(({ order }) => order)),
    row,
  };
}

function join(leftToRight: readonly Piece[], rightToLeft: boolean): string {
  let text = '';
  let before: Piece | undefined;
  for (const piece of rightToLeft ? [...leftToRight].reverse() : leftToRight) {
    if (before !== undefined) {
      const gap = rightToLeft ? before.left - piece.right : piece.left - before.right;
      const drawn = before.spaceAfter && gap > -0.3 * piece.size;
      const spaced = drawn || gap > WORD_GAP * Math.min(piece.size, before.size);
      if (spaced && !text.endsWith(' ') && !piece.text.startsWith(' ')) text += ' ';
    }
    text += piece.text;
    before = piece;
  }
  return text.trim();
}
