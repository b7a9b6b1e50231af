/** What stands behind `npm start --`. */

/**
 * @param {readonly string[]} words
 * @returns {{ help: boolean, browser: boolean, paths: string[] }} browser: there are options, which only the served page has, so that
 *   `paths` are not looked for; paths: what to open otherwise. Behind a bare -- everything is a path.
 */
export function readArguments(words) {
  const end = words.indexOf('--');
  const before = end === -1 ? words : words.slice(0, end);
  const options = before.filter((word) => word.startsWith('-'));
  const help = options.includes('--help') || options.includes('-h');
  if (options.length > 0) return { help, browser: true, paths: [] };
  return { help, browser: false, paths: [...before, ...words.slice(before.length + 1)] };
}
