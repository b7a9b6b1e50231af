/** Least squares for times that grow with rows and with score pairs, both at a price that is never negative. */

/** One timed piece of work: how many rows, how many score pairs, how long. */
export interface TimedWork {
  rows: number;
  pairs: number;
  time: number;
}

/** time = perRow * rows + perPair * pairs, in the unit of the samples. */
export interface WorkPrice {
  perRow: number;
  perPair: number;
}

/**
 * The non-negative least-squares price of the samples. With fewer than two samples, or samples whose pairs are
 * proportional to their rows, time is taken as proportional to pairs. Null without a sample that has pairs.
 */
export function fitPrice(samples: readonly TimedWork[]): WorkPrice | null {
  let [rr, rp, pp, rt, pt] = [0, 0, 0, 0, 0];
  for (const { rows, pairs, time } of samples) {
    rr += rows * rows;
    rp += rows * pairs;
    pp += pairs * pairs;
    rt += rows * time;
    pt += pairs * time;
  }
  if (!(pp > 0)) return null;
  const byPairs = { perRow: 0, perPair: Math.max(0, pt / pp) };
  const determinant = rr * pp - rp * rp;
  // 1e-9 of the product is where two columns count as parallel in double precision.
  if (samples.length < 2 || determinant <= 1e-9 * rr * pp) return byPairs;
  const perRow = (rt * pp - pt * rp) / determinant;
  const perPair = (pt * rr - rt * rp) / determinant;
  if (perRow < 0) return byPairs;
  if (perPair < 0) return { perRow: rt / rr, perPair: 0 };
  return { perRow, perPair };
}

/** Time of a piece of work at a price, in the unit of the samples it was fitted on. */
export function priceOf(price: WorkPrice, work: { rows: number; pairs: number }): number {
  return price.perRow * work.rows + price.perPair * work.pairs;
}

/** Causal score pairs of `rows` query rows that stand behind `past` keys, for one head. */
export function causalPairs(rows: number, past: number): number {
  return rows * past + (rows * (rows + 1)) / 2;
}
