/** Medians and ranges of repeated measurements. */

/** Middle value; the mean of the two middle ones for an even number. NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return low === undefined || high === undefined ? NaN : (low + high) / 2;
}

/** The values that are there. */
export const present = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);

/** Median of the values that are there; null without any. */
export function medianOrNull(values: readonly (number | null)[]): number | null {
  const there = present(values);
  return there.length === 0 ? null : median(there);
}

/** Smallest and largest value. */
export const rangeOf = (values: readonly number[]): [number, number] => [Math.min(...values), Math.max(...values)];
