/** Both readings side by side: with bars where they were measured against each other, otherwise only listed. */
import type { ReadingMetrics } from '../../../electron/contract/reading.ts';
import { formatDuration, formatRate, formatSpeedup } from '../../parts/format.ts';
import type { Compared } from './readings-compared.ts';
import { SpeedupFigure } from './speedup-card.tsx';

const WHY_NOT = {
  'two-models':
    'Their times say nothing about sparse and dense. Read it both ways with one model to measure the speedup.',
  'ran-dense': 'The sparse reading ran dense, so there is nothing to compare.',
  'not-measured': 'One of the two was interrupted or made in another run of the engine, so the times are not compared.',
};

interface Props {
  sparse: ReadingMetrics;
  dense: ReadingMetrics;
  compared: Compared;
}

export function Comparison({ sparse, dense, compared }: Props) {
  // Timing samples are no part of what sparse reading costs.
  const times = { sparse: sparse.prefillMs - sparse.probeMs, dense: dense.prefillMs };
  const rows = [
    { mode: 'sparse', label: 'Sparse', ms: times.sparse, rate: sparse.tokensPerSecond, model: sparse.model },
    { mode: 'dense', label: 'Dense', ms: times.dense, rate: dense.tokensPerSecond, model: dense.model },
  ] as const;
  if (compared.kind !== 'measured') {
    return (
      <section className="card comparison" aria-label="Sparse and dense, not compared">
        <h3>{compared.kind === 'two-models' ? 'Readings of two models' : 'Not measured against each other'}</h3>
        <ul>
          {rows.map(({ mode, label, ms, rate, model }) => (
            <li key={mode} className="num">
              <span>{label}</span>
              <span className="truncate muted" title={model}>
                {compared.kind === 'two-models' ? model : formatRate(rate)}
              </span>
              <span className="value">{formatDuration(ms / 1000)}</span>
            </li>
          ))}
        </ul>
        <p className="small muted">{WHY_NOT[compared.kind]}</p>
      </section>
    );
  }
  const longest = Math.max(times.sparse, times.dense, 1);
  return (
    <section className="card comparison" aria-label="Sparse and dense compared">
      <h3>Speedup over dense</h3>
      <SpeedupFigure speedup={{ value: compared.speedup, kind: 'measured' }} />
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
      <p className="small muted num">{explained(sparse, compared.limit)}</p>
    </section>
  );
}

function explained({ probeMs, estimatedSpeedup }: ReadingMetrics, limit: number | null): string {
  const parts = ['The whole document was read both ways on this computer.'];
  if (probeMs > 0) parts.push(`${formatDuration(probeMs / 1000)} of timing samples are left out of the sparse time.`);
  if (estimatedSpeedup !== null) parts.push(`Before, it was estimated at ${formatSpeedup(estimatedSpeedup)}.`);
  if (limit !== null) {
    parts.push(
      `If attention took no time at all it would be ${formatSpeedup(limit)}: that is the limit (Amdahl’s law).`,
    );
  }
  return parts.join(' ');
}
