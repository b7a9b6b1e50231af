/** Documents named on the command line. */
import path from 'node:path';

/**
 * The paths among a program's arguments, made absolute.
 * @param argv as the process got it; what stands before the app's own folder is Electron's
 * @param app the app's folder when it runs from its sources; null when packaged, where argv has only the program in front
 */
export function pathsOf(argv: readonly string[], folder: string, app: string | null): string[] {
  const own = app === null ? 0 : argv.findIndex((word) => !word.startsWith('-') && path.resolve(folder, word) === app);
  if (own === -1) return [];
  const words = argv.slice(own + 1);
  // Behind a bare -- everything is a path, before it what begins with a dash is a switch.
  const end = words.indexOf('--');
  const before = end === -1 ? words : words.slice(0, end);
  const paths = [...before.filter((word) => word !== '' && !word.startsWith('-')), ...words.slice(before.length + 1)];
  return paths.map((word) => path.resolve(folder, word));
}
