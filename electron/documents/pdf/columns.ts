/** The reading order of a page: columns one after the other, tables row by row. */
import { groupBy, median, type Line, type Segment } from './geometry.ts';
import { findTableRows, type TableRow } from './tables.ts';

/** Lines that a column needs on each side of a gutter. */
const LEAST_LINES = 3;
/** A column of prose is at least this wide, in font sizes, and its lines this long, in characters. */
const LEAST_WIDTH = 10;
const LEAST_LETTERS = 15;
/** Gap between the cells of a table, in font sizes. */
const CELL_GAP = 1.8;
/** Columns inside columns; more are no columns. */
const DEEPEST = 6;
/** A page with more segments is a drawing. */
const MOST_SEGMENTS = 3000;
/** Edges that are tried, those that most lines share. */
const MOST_EDGES = 40;

/** Lines in reading order. */
export function readingOrder(segments: readonly Segment[]): Line[] {
  const blocks: Segment[][] = [];
  arrange(segments, blocks, 0);
  return blocks.flatMap((block, index) => toLines(block, index));
}

/** Appends the stretches of `segments` that are read from above to below, in reading order. */
function arrange(segments: readonly Segment[], blocks: Segment[][], depth: number): void {
  const gutter = depth < DEEPEST && segments.length <= MOST_SEGMENTS ? bestGutter(segments) : null;
  if (gutter === null) {
    if (segments.length > 0) blocks.push([...segments]);
    return;
  }
  let across: Segment[] = [];
  for (const run of gutter.runs) {
    if (!run.columns) {
      across.push(...run.segments);
      continue;
    }
    if (across.length > 0) arrange(across, blocks, depth + 1);
    across = [];
    const { left, right } = sides(run.segments, gutter.at);
    arrange(left, blocks, depth + 1);
    arrange(right, blocks, depth + 1);
  }
  if (across.length > 0) arrange(across, blocks, depth + 1);
}

/** Segments from above to below, all across the gutter or all beside it. */
interface Run {
  segments: Segment[];
  columns: boolean;
}

interface Gutter {
  at: number;
  runs: Run[];
  /** Segments in columns. */
  score: number;
}

/** The gutter that most segments respect; null where there is none. A right column's lines begin below one another: there is its edge. */
function bestGutter(segments: readonly Segment[]): Gutter | null {
  let best: Gutter | null = null;
  const fromAbove = [...segments].sort((a, b) => a.baseline - b.baseline);
  for (const at of alignedEdges(segments)) {
    const gutter = withRuns(fromAbove, at);
    if (gutter.score > (best?.score ?? 0)) best = gutter;
  }
  return best;
}

/** Left edges that several segments share, besides the page's own. */
function alignedEdges(segments: readonly Segment[]): number[] {
  const edges = segments.map(({ left }) => left).sort((a, b) => a - b);
  const first = edges[0] ?? 0;
  const found: { edge: number; lines: number }[] = [];
  for (let at = 0; at < edges.length;) {
    const start = edges[at] ?? 0;
    let next = at;
    while (next < edges.length && (edges[next] ?? 0) - start < 3) next++;
    if (next - at >= LEAST_LINES && start > first + 20) found.push({ edge: start, lines: next - at });
    at = next;
  }
  const most = found.sort((a, b) => b.lines - a.lines).slice(0, MOST_EDGES);
  return most.map(({ edge }) => edge).sort((a, b) => a - b);
}

function withRuns(fromAbove: readonly Segment[], at: number): Gutter {
  const runs: Run[] = [];
  for (const segment of fromAbove) {
    const beside = segment.right <= at - 0.2 * segment.size || segment.left >= at - 1;
    const last = runs.at(-1);
    if (last?.columns === beside) last.segments.push(segment);
    else runs.push({ segments: [segment], columns: beside });
  }
  for (const run of runs) run.columns &&= areColumns(run.segments, at);
  const score = runs.reduce((sum, run) => sum + (run.columns ? run.segments.length : 0), 0);
  return { at, runs, score };
}

function sides(segments: readonly Segment[], at: number): { left: Segment[]; right: Segment[] } {
  return { left: segments.filter(({ left }) => left < at - 1), right: segments.filter(({ left }) => left >= at - 1) };
}

/** Whether what stands left and right of a gutter is to be read one after the other, and not row by row. */
function areColumns(segments: readonly Segment[], at: number): boolean {
  const { left, right } = sides(segments, at);
  const columns = [sideLines(left), sideLines(right)] as const;
  if (columns.some((lines) => lines.length < LEAST_LINES)) return false;
  const [top, bottom] = [0, 1].map((end) => columns.map((lines) => lines.at(end === 0 ? 0 : -1)?.baseline ?? 0));
  if (Math.max(...(top ?? [])) >= Math.min(...(bottom ?? []))) return false;
  const changes = sideChanges(segments, at);
  if (columns.every(isProse)) {
    // Cells with several lines are drawn cell by cell; a page that is drawn line by line across its columns changes at every line.
    const lines = columns[0].length + columns[1].length;
    return changes <= 3 || lines / changes < 1.5;
  }
  // Short lines, as in an index: columns only where the page draws one after the other.
  return (
    changes <= 2 && columns.every((lines) => lines.length > LEAST_LINES && width(lines) > 6 * (lines[0]?.size ?? 0))
  );
}

interface SideLine {
  left: number;
  right: number;
  baseline: number;
  size: number;
  letters: number;
}

/** The segments of one side, those of a row together. */
function sideLines(segments: readonly Segment[]): SideLine[] {
  const rows = new Map<number, SideLine>();
  for (const { row, left, right, baseline, size, text } of segments) {
    const line = rows.get(row);
    if (line === undefined) rows.set(row, { left, right, baseline, size, letters: text.length });
    else {
      Object.assign(line, { left: Math.min(line.left, left), right: Math.max(line.right, right) });
      line.letters += text.length;
    }
  }
  return [...rows.values()].sort((a, b) => a.baseline - b.baseline);
}

function width(lines: readonly SideLine[]): number {
  return Math.max(...lines.map(({ right }) => right)) - Math.min(...lines.map(({ left }) => left));
}

/** Wide enough, with most lines going all the way. */
function isProse(lines: readonly SideLine[]): boolean {
  const whole = width(lines);
  const size = median(lines.map((line) => line.size));
  const letters = lines.reduce((sum, line) => sum + line.letters, 0) / lines.length;
  const full = lines.filter(({ left, right }) => right - left > 0.7 * whole).length;
  return whole > LEAST_WIDTH * size && letters > LEAST_LETTERS && full * 2 > lines.length;
}

/** How often the page goes from one side of the gutter to the other while it is drawn. */
function sideChanges(segments: readonly Segment[], at: number): number {
  const drawn = [...segments].sort((a, b) => a.order - b.order).map(({ left }) => left >= at - 1);
  return drawn.filter((side, index) => index > 0 && side !== drawn[index - 1]).length;
}

/** The rows of a block as lines. What is far apart in a row are cells. */
function toLines(block: readonly Segment[], index: number): Line[] {
  const rows = findTableRows(block, CELL_GAP);
  const inTables = new Set(rows.flatMap(({ cells }) => cells.flatMap(({ lines }) => lines.flat())));
  const others = groupBy(
    block.filter((segment) => !inTables.has(segment)),
    ({ row }) => row,
  );
  const lines = [...others.values()].map((row) => lineOf(row, index));
  return [...lines, ...rows.map((row) => tableLine(row, index))].sort((a, b) => a.baseline - b.baseline);
}

function lineOf(segments: readonly Segment[], block: number): Line {
  const row = [...segments].sort((a, b) => a.left - b.left);
  let text = '';
  let cells = false;
  for (const [at, segment] of row.entries()) {
    const before = row[at - 1];
    if (before !== undefined) {
      const far = segment.left - before.right > CELL_GAP * segment.size;
      cells ||= far;
      text += far ? '\t' : ' ';
    }
    text += segment.text;
  }
  const size = Math.max(...row.map((segment) => segment.size));
  const right = Math.max(...row.map((segment) => segment.right));
  return { text, left: row[0]?.left ?? 0, right, baseline: row[0]?.baseline ?? 0, size, block, cells };
}

/** A line end inside a cell stays one until words are joined. */
function tableLine({ cells }: TableRow, block: number): Line {
  const texts = cells.map(({ lines }) => lines.map((line) => lineOf(line, block).text).join('\n'));
  const all = cells.flatMap(({ lines }) => lines.flat());
  return {
    text: texts.join('\t'),
    left: Math.min(...all.map(({ left }) => left)),
    right: Math.max(...all.map(({ right }) => right)),
    baseline: Math.max(...all.map(({ baseline }) => baseline)),
    size: Math.max(...all.map(({ size }) => size)),
    block,
    cells: true,
  };
}
