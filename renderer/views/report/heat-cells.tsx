/** The drawing of the heat map. Memoised apart from the marker, since a large model has thousands of cells. */
import { memo } from 'react';
import type { HeatGrid } from './heat-data.ts';

interface Props {
  grid: HeatGrid;
  /** Side of a cell in pixels. */
  size: number;
  cell: [number, number] | null;
}

export function HeatCells({ grid, size, cell }: Props) {
  return (
    <svg width={size * grid.layers.length} height={size * grid.heads} aria-hidden="true">
      <defs>
        <pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="1.5" height="4" className="hatch-line" />
        </pattern>
      </defs>
      <Cells grid={grid} size={size} />
      {cell !== null && (
        <rect className="marker" x={cell[0] * size} y={cell[1] * size} width={size} height={size} fill="none" />
      )}
    </svg>
  );
}

const Cells = memo(function Cells({ grid, size }: Omit<Props, 'cell'>) {
  const gap = size > 5 ? 1 : 0;
  return grid.values.map((heads, column) =>
    heads.map((value, row) => (
      <rect
        key={`${column} ${row}`}
        x={column * size}
        y={row * size}
        width={size - gap}
        height={size - gap}
        rx={gap}
        style={{
          fill:
            value === null
              ? 'url(#hatch)'
              : `color-mix(in oklab, var(--heat-1) ${((value / (grid.max || 1)) * 100).toFixed(1)}%, var(--heat-0))`,
        }}
      />
    )),
  );
});
