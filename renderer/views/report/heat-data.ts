/** The kept fractions of a reading as a grid. */
import type { ReadingMetrics } from '../../../electron/contract/reading.ts';
import { formatShare } from '../../parts/format.ts';

export interface HeatGrid {
  /** Layer numbers, one a column. */
  layers: number[];
  /** Query heads, one a row: the most that a layer has. */
  heads: number;
  /** values[column][row], a row for every head: kept fraction 0..1; null where nothing was chosen between. */
  values: (number | null)[][];
  /** Largest value; 0 when there is none. */
  max: number;
}

export function heatGrid(layers: ReadingMetrics['layers']): HeatGrid {
  const most = Math.max(0, ...layers.map(({ heads }) => heads.length));
  const values = layers.map(({ heads }) => Array.from({ length: most }, (_, head) => heads[head] ?? null));
  return {
    layers: layers.map(({ layer }) => layer),
    heads: most,
    values,
    max: Math.max(0, ...values.flat().map((value) => value ?? 0)),
  };
}

/** What one cell says, for tooltips and screen readers. */
export function cellText(grid: HeatGrid, column: number, row: number): string {
  const value = grid.values[column]?.[row] ?? null;
  const where = `Layer ${grid.layers[column] ?? column}, head ${row}`;
  return value === null ? `${where}: ran dense` : `${where}: ${formatShare(value)} kept`;
}

/** The whole grid in a sentence. */
export function gridSummary(grid: HeatGrid): string {
  const known = grid.values.flat().filter((value) => value !== null);
  if (known.length === 0) return 'No head chose between keys in this reading.';
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  return (
    `${grid.layers.length} layers of ${grid.heads} heads. Kept between ${formatShare(Math.min(...known))} and ` +
    `${formatShare(grid.max)}, on average ${formatShare(mean)}.`
  );
}

/** The cell an arrow key leads to; null for other keys. Stays inside the grid. */
export function moveCell(grid: HeatGrid, [column, row]: [number, number], key: string): [number, number] | null {
  const columns = grid.layers.length;
  switch (key) {
    case 'ArrowLeft':
      return [Math.max(0, column - 1), row];
    case 'ArrowRight':
      return [Math.min(columns - 1, column + 1), row];
    case 'ArrowUp':
      return [column, Math.max(0, row - 1)];
    case 'ArrowDown':
      return [column, Math.min(grid.heads - 1, row + 1)];
    case 'Home':
      return [0, row];
    case 'End':
      return [columns - 1, row];
    default:
      return null;
  }
}
