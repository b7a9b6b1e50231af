/** The part of Electron's webUtils that is used here. */
export interface PathLookup {
  getPathForFile(file: File): string;
}

/**
 * Absolute path of a dropped or chosen DOM File; empty for one that is not of the disk.
 * @param webUtils undefined before Electron 29, where the File itself carries its path
 */
export function pathOf(file: object, webUtils: PathLookup | undefined): string {
  if (webUtils !== undefined) return webUtils.getPathForFile(file as File);
  const { path } = file as { path?: unknown };
  return typeof path === 'string' ? path : '';
}
