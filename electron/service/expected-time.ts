/** How long a reading will take, from timed micro-batches of earlier ones. */
import type { PaceSample } from '../contract/reading.ts';
import { causalPairs, fitPrice, priceOf, type TimedWork } from '../engine/least-squares.ts';

/**
 * Pairs per row have to differ by this factor between the samples before a price of rows and one of pairs can be told
 * apart; with less, noise decides, and the price of a pair can come out many times too high.
 */
const TELLING_SPREAD = 1.5;

/** Micro-batches whose time is known in one mode, as work in milliseconds. */
export function timedWork(samples: readonly PaceSample[], time: 'sparseMs' | 'denseMs'): TimedWork[] {
  return samples.flatMap(({ rows, past, [time]: ms }) =>
    ms === null || rows <= 0 ? [] : [{ rows, pairs: causalPairs(rows, past), time: ms }],
  );
}

/** Whether the samples can tell the price of a row from that of a pair. */
export function tellsPrices(samples: readonly TimedWork[]): boolean {
  const perRow = samples.map(({ pairs, rows }) => pairs / rows);
  return Math.max(...perRow) >= TELLING_SPREAD * Math.min(...perRow);
}

/**
 * Seconds to read `tokens` tokens from the start: rows and score pairs at the price fitted on the samples. Where the
 * samples cannot tell the two prices apart every token is taken to cost the same. Null without samples.
 */
export function expectedSeconds(samples: readonly TimedWork[], tokens: number): number | null {
  const rows = samples.reduce((sum, sample) => sum + sample.rows, 0);
  if (rows === 0) return null;
  const price = tellsPrices(samples) ? fitPrice(samples) : null;
  if (price !== null) return priceOf(price, { rows: tokens, pairs: causalPairs(tokens, 0) }) / 1000;
  const time = samples.reduce((sum, sample) => sum + sample.time, 0);
  return ((time / rows) * tokens) / 1000;
}
