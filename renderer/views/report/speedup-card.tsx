/** The speedup, large, and never without saying whether it was measured. */
import type { ReadingMetrics, Speedup } from '../../../electron/contract/reading.ts';
import { Badge } from '../../parts/badge.tsx';
import { formatSpeedup } from '../../parts/format.ts';

export function SpeedupFigure({ speedup }: { speedup: Speedup }) {
  return (
    <p className="speedup num">
      <data value={speedup.value} data-testid="speedup">
        {formatSpeedup(speedup.value)}
      </data>
      <Badge tone={speedup.kind === 'measured' ? 'good' : 'warn'}>{speedup.kind}</Badge>
    </p>
  );
}

export function SpeedupCard({ metrics }: { metrics: ReadingMetrics }) {
  const { speedup } = metrics;
  return (
    <section className="card" aria-label="Speedup">
      <h3>Speedup over dense</h3>
      {speedup === null ? (
        <p className="small muted">Not known: this reading timed no dense attention. Read it dense to measure.</p>
      ) : (
        <>
          <SpeedupFigure speedup={speedup} />
          <p className="small muted">
            {speedup.kind === 'measured'
              ? 'Measured on this computer, against a dense or sparse reading that is not the one shown beside it now.'
              : 'From a few attention operations of this reading that were also run dense and timed. Read it dense to measure.'}
          </p>
        </>
      )}
    </section>
  );
}
