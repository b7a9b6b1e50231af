/** What pdf.js says of a page's text, as pieces that stand upright. */
import type { PageViewport, PDFPageProxy } from 'pdfjs-dist';
import type { Piece } from './geometry.ts';

type TextItem = Extract<Awaited<ReturnType<PDFPageProxy['getTextContent']>>['items'][number], { str: string }>;

/** Most pieces of one page. A page that has more is a drawing made of letters. */
const MOST_PIECES = 50_000;

/**
 * The pieces of a page in the order they are drawn. Text that runs in another direction than most of the page's, such as a stamp along
 * its margin, is left out; a page that is turned as a whole is turned back.
 */
export function readPieces(items: readonly unknown[], viewport: PageViewport): Piece[] {
  const turned: Piece[][] = [[], [], [], []];
  const letters = [0, 0, 0, 0];
  for (const item of items.slice(0, MOST_PIECES)) {
    if (!isTextItem(item)) continue;
    const [quarter, piece] = placed(item, viewport);
    const direction = turned[quarter] ?? [];
    if (item.str.trim() === '') {
      const before = direction.at(-1);
      if (before !== undefined && item.str !== '') before.spaceAfter = true;
      continue;
    }
    direction.push({ ...piece, order: direction.length });
    letters[quarter] = (letters[quarter] ?? 0) + item.str.length;
  }
  return withoutDoubles(turned[letters.indexOf(Math.max(...letters))] ?? []);
}

function isTextItem(item: unknown): item is TextItem {
  return typeof item === 'object' && item !== null && 'str' in item;
}

/** Where an item is when its own direction is turned to be from left to right. */
function placed(item: TextItem, viewport: PageViewport): [quarter: number, piece: Piece] {
  const [a, b, c, d, e, f] = item.transform as [number, number, number, number, number, number];
  const [va, vb, vc, vd, ve, vf] = viewport.transform as [number, number, number, number, number, number];
  const along = [va * a + vc * b, vb * a + vd * b] as const;
  const up = Math.hypot(va * c + vc * d, vb * c + vd * d);
  const [x, y] = [va * e + vc * f + ve, vb * e + vd * f + vf];
  const quarter = (Math.round(Math.atan2(along[1], along[0]) / (Math.PI / 2)) + 4) % 4;
  const [left, baseline] = (
    [
      [x, y],
      [y, -x],
      [-x, -y],
      [-y, x],
    ] as const
  )[quarter] ?? [x, y];
  const size = up > 0 ? up : Math.hypot(...along);
  const text = lettersOf(item.str);
  const spaceAfter = text !== text.trimEnd();
  const rightToLeft = item.dir === 'rtl';
  return [
    quarter,
    { text: text.trimEnd(), left, right: left + item.width, baseline, size, order: 0, rightToLeft, spaceAfter },
  ];
}

/** Bold type is sometimes drawn by setting the same letters twice. */
function withoutDoubles(pieces: Piece[]): Piece[] {
  return pieces.filter((piece, index) => {
    for (let at = index - 1; at >= Math.max(0, index - 3); at--) {
      const other = pieces[at];
      if (other === undefined || other.text !== piece.text) continue;
      const near = 0.15 * piece.size;
      if (Math.abs(other.left - piece.left) < near && Math.abs(other.baseline - piece.baseline) < near) return false;
    }
    return true;
  });
}

/**
 * Old TeX fonts say nothing of what their letters are, so that these come as the codes they have in the font: from 0x0B on ligatures as
 * in TeX's first fonts, from 0x10 on as in the later ones.
 */
const TEX_LETTERS = [
  'ff',
  'fi',
  'fl',
  'ffi',
  'ffl',
  '“',
  '”',
  '„',
  '«',
  '»',
  '–',
  '—',
  '',
  '',
  'ı',
  'ȷ',
  'ff',
  'fi',
  'fl',
  'ffi',
  'ffl',
];

/** Without soft hyphens and control characters. */
function lettersOf(drawn: string): string {
  // eslint-disable-next-line no-control-regex -- these are what it is about
  return drawn.replace(/[\u0000-\u001f\u007f\u00ad]/g, (letter) => {
    if (/\s/.test(letter) && letter < '\u000b') return ' ';
    return TEX_LETTERS[letter.charCodeAt(0) - 0x0b] ?? '';
  });
}
