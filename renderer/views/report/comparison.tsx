/** Both readings side by side. */
import type { ReadingMetrics } from '../../../electron/contract/reading.ts';
import { formatDuration, formatRate, formatSpeedup } from '../../parts/format.ts';
import { SpeedupFigure } from './speedup-card.tsx';

export function Comparison({ sparse, dense }: { sparse: ReadingMetrics; dense: ReadingMetrics }) {
  // Timing samples are no part of what sparse reading costs.
  const times = { sparse: sparse.prefillMs - sparse.probeMs, dense: dense.prefillMs };
  const longest = Math.max(times.sparse, times.dense, 1);
  const rows = [
    { mode: 'sparse', label: 'Sparse', ms: times.sparse, rate: sparse.tokensPerSecond },
    { mode: 'dense', label: 'Dense', ms: times.dense, rate: dense.tokensPerSecond },
  ] as const;
  const { speedup, estimatedSpeedup, probeMs } = sparse;
  return (
    <section className="card comparison" aria-label="Sparse and dense compared">
      <h3>Speedup over dense</h3>
      {speedup !== null && <SpeedupFigure speedup={speedup} />}
      <ul>
        {rows.map(({ mode, label, ms, rate }) => (
          <li key={mode} className="num">
            <span>{label}</span>
            <span className="bar" aria-hidden="true">
              <span className={mode} style={{ width: `${(ms / longest) * 100}%` }} />
            </span>
            <span className="value">{formatDuration(ms / 1000)}</span>
            <span className="rate muted">{formatRate(rate)}</span>
          </li>
        ))}
      </ul>
      <p className="small muted">
        {speedup?.kind === 'measured'
          ? 'The whole document was read both ways on this computer.'
          : 'One of the two was interrupted or made in an earlier run of the engine, so the times are not compared. Reading again without a break measures the speedup.'}
        {probeMs > 0 && ` ${formatDuration(probeMs / 1000)} of timing samples are left out of the sparse time.`}
        {speedup?.kind === 'measured' &&
          estimatedSpeedup !== null &&
          ` Before, it was estimated at ${formatSpeedup(estimatedSpeedup)}.`}
      </p>
    </section>
  );
}
