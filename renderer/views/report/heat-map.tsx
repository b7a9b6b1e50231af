/** Kept fraction of every head: layers from left to right, heads from top to bottom. By mouse, by arrow keys, and as a table. */
import { useMemo, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { ReadingMetrics } from '../../../electron/contract/reading.ts';
import { Disclosure } from '../../parts/disclosure.tsx';
import { formatShare } from '../../parts/format.ts';
import { cellText, gridSummary, heatGrid, moveCell } from './heat-data.ts';
import { HeatCells } from './heat-cells.tsx';
import { HeatTable } from './heat-table.tsx';

/** Pixels that the map is wide at most; cells are square and at most this large. */
const WIDTH = 304;
const LARGEST_CELL = 14;

export function HeatMap({ layers }: { layers: ReadingMetrics['layers'] }) {
  const grid = useMemo(() => heatGrid(layers), [layers]);
  const [cell, setCell] = useState<[number, number] | null>(null);
  const columns = grid.layers.length;
  if (columns === 0 || grid.heads === 0) return null;
  const size = Math.min(LARGEST_CELL, WIDTH / columns);

  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    const box = event.currentTarget.getBoundingClientRect();
    const column = Math.floor((event.clientX - box.left) / size);
    const row = Math.floor((event.clientY - box.top) / size);
    setCell(column >= 0 && column < columns && row >= 0 && row < grid.heads ? [column, row] : null);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const next = moveCell(grid, cell ?? [0, 0], event.key);
    if (next === null) return;
    event.preventDefault();
    setCell(next);
  }

  return (
    <figure className="heat">
      <p className="small muted num" id="heat-summary">
        {gridSummary(grid)}
      </p>
      <div
        className="map"
        role="group"
        tabIndex={0}
        aria-label="Heat map of layers and heads; arrow keys go from cell to cell"
        aria-describedby="heat-summary"
        style={{ width: size * columns, height: size * grid.heads }}
        onPointerMove={onPointerMove}
        onPointerLeave={() => setCell(null)}
        onKeyDown={onKeyDown}
        onFocus={() => setCell((now) => now ?? [0, 0])}
        onBlur={() => setCell(null)}
      >
        <HeatCells grid={grid} size={size} cell={cell} />
        {cell !== null && (
          <p
            className="heat-tip num"
            aria-live="polite"
            style={{
              top: (cell[1] + 1) * size + 4,
              ...(cell[0] < columns / 2 ? { left: cell[0] * size } : { right: (columns - 1 - cell[0]) * size }),
            }}
          >
            {cellText(grid, ...cell)}
          </p>
        )}
      </div>
      <p className="axes small muted" style={{ width: Math.max(size * columns, 160) }}>
        <span>layer {grid.layers[0]}</span>
        <span>layer {grid.layers.at(-1)}</span>
      </p>
      <figcaption className="legend small muted num">
        <span>0%</span>
        <span className="ramp" aria-hidden="true" />
        <span>{formatShare(grid.max)} kept</span>
        <span className="hatched" aria-hidden="true" />
        <span>dense</span>
      </figcaption>
      <Disclosure label="As a table">
        <HeatTable grid={grid} />
      </Disclosure>
    </figure>
  );
}
