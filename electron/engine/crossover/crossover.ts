/** From how many keys on sparse attention is faster than dense on this machine, from ops that were timed both ways. */
import { GAIN_KEYS_MAX } from '../../../native/settings.ts';
import { MICRO_BATCH } from '../model.ts';

/** One attention op of a whole micro-batch behind `past` keys, timed both ways; milliseconds. */
export interface Race {
  past: number;
  sparseMs: number;
  denseMs: number;
}

/**
 * Keys before an op below which dense is faster: 0 where sparse wins everywhere, GAIN_KEYS_MAX where it never will. Ops stand behind
 * whole micro-batches, so it is a multiple of them. Behind more keys than were tried the gain is taken to grow as it did between the
 * first and the last that were.
 */
export function crossover(races: readonly Race[]): number {
  const gains = [...new Set(races.map(({ past }) => past))]
    .sort((a, b) => a - b)
    .map((past) => ({ past, gain: median(races.filter((race) => race.past === past)) }));
  const won = gains.find(({ gain }) => gain >= 0);
  if (won !== undefined) return won.past;
  const [first, last] = [gains[0], gains.at(-1)];
  if (first === undefined || last === undefined) return 0;
  // Nothing is known of what lies behind one point but that it was not tried.
  if (first === last) return last.past + MICRO_BATCH;
  const slope = (last.gain - first.gain) / (last.past - first.past);
  if (slope <= 0) return GAIN_KEYS_MAX;
  const keys = last.past - last.gain / slope;
  return Math.min(GAIN_KEYS_MAX, Math.ceil(keys / MICRO_BATCH) * MICRO_BATCH);
}

/** Middle one of what sparse gained, milliseconds; below 0 where it lost. One op that was held up does not decide. */
function median(races: readonly Race[]): number {
  const sorted = races.map(({ denseMs, sparseMs }) => denseMs - sparseMs).sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}
