/** The heat map's numbers. */
import { formatShare } from '../../parts/format.ts';
import type { HeatGrid } from './heat-data.ts';

export function HeatTable({ grid }: { grid: HeatGrid }) {
  return (
    <div className="heat-table num" tabIndex={0} role="group" aria-label="Kept fractions">
      <table>
        <caption className="sr-only">Kept fraction by layer and head</caption>
        <thead>
          <tr>
            <th scope="col">Layer</th>
            {Array.from({ length: grid.heads }, (_, head) => (
              <th key={head} scope="col">
                Head {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {grid.values.map((heads, column) => (
            <tr key={grid.layers[column]}>
              <th scope="row">{grid.layers[column]}</th>
              {heads.map((value, head) => (
                <td key={head}>{value === null ? 'dense' : formatShare(value)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
