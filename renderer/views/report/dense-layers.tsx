/** Which layers of a sparse reading ran dense, and why: a result, not an error. */
import { reasonText, type ReadingMetrics } from '../../../electron/contract/reading.ts';
import { denseRuns, runTitle } from './dense-runs.ts';

export function DenseLayers({ metrics: { denseLayers, microBatches } }: { metrics: ReadingMetrics }) {
  return (
    <ul className="dense-layers small">
      {denseRuns(denseLayers).map((run) => (
        <li key={`${run.first} ${run.reason} ${run.microBatches}`}>
          <span className="num">{runTitle(run, microBatches)}:</span> {reasonText(run.reason)}.
        </li>
      ))}
    </ul>
  );
}
