/** How much of a reading was attention, and so how much sparse reading could win at most. */
import type { ReadingMetrics } from '../../../electron/contract/reading.ts';
import { formatDuration, formatShare } from '../../parts/format.ts';
import { Meter } from '../../parts/meter.tsx';

export function AttentionShare({ metrics: { attentionMs, otherMs, mode } }: { metrics: ReadingMetrics }) {
  if (attentionMs === null || otherMs === null || attentionMs + otherMs === 0) return null;
  const share = attentionMs / (attentionMs + otherMs);
  return (
    <section className="attention-share">
      <h3>Where the time went</h3>
      <Meter share={share} name="Attention" tone={mode === 'dense' ? 'dense' : 'plain'} />
      <p className="split small num">
        <span>
          Attention {formatDuration(attentionMs / 1000)} ({formatShare(share)})
        </span>
        <span className="muted">Rest {formatDuration(otherMs / 1000)}</span>
      </p>
      <p className="small muted">The rest is the same either way: sparse reading makes only attention faster.</p>
    </section>
  );
}
