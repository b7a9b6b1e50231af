/** Where a key moves the active row of a list. */

/**
 * @param page rows that the window shows
 * @returns null for keys that move nothing
 */
export function movedRow(key: string, row: number, count: number, page: number): number | null {
  if (count === 0) return null;
  const target = {
    ArrowDown: row + 1,
    ArrowUp: row - 1,
    PageDown: row + page,
    PageUp: row - page,
    Home: 0,
    End: count - 1,
  }[key];
  return target === undefined ? null : Math.min(count - 1, Math.max(0, target));
}
