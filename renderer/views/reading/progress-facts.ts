/** What a reading in progress says, as labelled texts of one size. */
import { formatClock, formatCount, formatRate, formatRoughly, formatShare } from '../../parts/format.ts';
import type { LiveProgress } from '../../state/progress-slice.ts';

/** Tokens that the engine evaluates at once. */
const MICRO_BATCH = 2048;

export interface Fact {
  label: string;
  value: string;
}

/** A dash stands for what is not known yet. @param now in milliseconds since the epoch */
export function progressFacts(live: LiveProgress | undefined, now: number): Fact[] {
  const progress = live?.progress;
  const reading = progress?.phase === 'reading' ? progress : undefined;
  const facts = [
    {
      label: 'Tokens',
      value:
        progress === undefined || progress.totalTokens === null
          ? '–'
          : `${formatCount(progress.tokens)} of ${formatCount(progress.totalTokens)}`,
    },
    { label: 'Speed', value: formatRate(reading?.tokensPerSecond ?? 0) },
    { label: 'Time left', value: known(reading?.secondsLeft, formatRoughly) },
    { label: 'Elapsed', value: live === undefined ? '–' : formatClock((now - live.since) / 1000) },
    { label: 'Layer', value: known(reading?.layer, (layer) => `${layer} of ${reading?.layers ?? layer}`) },
  ];
  if (live?.mode === 'dense') return facts;
  // Counted at the end of a micro-batch: before the first one there is nothing to tell.
  const counted = reading !== undefined && reading.tokens >= Math.min(MICRO_BATCH, reading.totalTokens ?? Infinity);
  return [...facts, { label: 'Sparsity so far', value: counted ? formatShare(reading.sparsity) : '–' }];
}

function known(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? '–' : format(value);
}
