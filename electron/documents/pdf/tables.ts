/** Tables whose cells hold several lines: each cell is put together before the row is. */
import type { Segment } from './geometry.ts';

/** Lines of one cell are at most this far apart, in font sizes. */
const LINE_DISTANCE = 1.8;
/** Longer cells beside each other are columns of a table that is drawn column by column, and whose rows are lines. */
const MOST_LINES = 8;

/** What stands in a row of a table, from left to right, the lines of each cell below each other. */
export interface TableRow {
  cells: Cell[];
}

export interface Cell {
  lines: Segment[][];
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/**
 * The rows of tables among `segments` in which some cell has more than one line. What belongs to none of them is not in the answer.
 * @param near gap within a line, in font sizes
 */
export function findTableRows(segments: readonly Segment[], near: number): TableRow[] {
  const cells = toCells(segments, near).sort((a, b) => a.top - b.top);
  const groups: { cells: Cell[]; bottom: number }[] = [];
  for (const cell of cells) {
    const last = groups.at(-1);
    if (last !== undefined && cell.top < last.bottom) {
      last.cells.push(cell);
      last.bottom = Math.max(last.bottom, cell.bottom);
    } else groups.push({ cells: [cell], bottom: cell.bottom });
  }
  return groups.filter((group) => isTableRow(group.cells)).map((group) => ({ cells: fromLeft(group.cells) }));
}

const fromLeft = (cells: readonly Cell[]) => [...cells].sort((a, b) => a.left - b.left);

function isTableRow(cells: readonly Cell[]): boolean {
  if (cells.length < 2 || !cells.some(({ lines }) => lines.length > 1)) return false;
  if (cells.filter(({ lines }) => lines.length > MOST_LINES).length > 1) return false;
  return fromLeft(cells).every((cell, index, all) => index === 0 || cell.left > (all[index - 1]?.right ?? 0));
}

/** Pages draw a cell to its end before they begin the next one. */
function toCells(segments: readonly Segment[], near: number): Cell[] {
  const cells: Cell[] = [];
  for (const segment of [...segments].sort((a, b) => a.order - b.order)) {
    const cell = cells.at(-1);
    const line = cell?.lines.at(-1);
    const before = line?.at(-1);
    const [top, bottom] = [segment.baseline - 0.7 * segment.size, segment.baseline + 0.2 * segment.size];
    if (cell === undefined || line === undefined || before === undefined || !goesOn(cell, before, segment, near)) {
      cells.push({ lines: [[segment]], left: segment.left, right: segment.right, top, bottom });
      continue;
    }
    if (segment.row === before.row) line.push(segment);
    else cell.lines.push([segment]);
    cell.left = Math.min(cell.left, segment.left);
    cell.right = Math.max(cell.right, segment.right);
    cell.bottom = Math.max(cell.bottom, bottom);
  }
  return cells;
}

function goesOn(cell: Cell, before: Segment, segment: Segment, near: number): boolean {
  if (segment.row === before.row) {
    const gap = segment.left - before.right;
    return gap >= 0 && gap < near * segment.size;
  }
  const distance = segment.baseline - before.baseline;
  return (
    distance > 0 && distance < LINE_DISTANCE * segment.size && segment.left < cell.right && segment.right > cell.left
  );
}
