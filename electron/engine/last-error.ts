/** The line of a process's log that says why it ended. */

/** "Error [ERR_MODULE_NOT_FOUND]: …" of Node.js, "…: error while loading …" of the system; a stack's lines are indented. */
const NAMES_AN_ERROR = /^\S.*\berror\b|^\w*Error\b/i;
/** Node.js ends every report of its own with its version. */
const VERSION = /^Node\.js v\d/;
const LONGEST = 300;

/** The last line that names an error, otherwise the last one that says anything; at most 300 characters. Null for an empty log. */
export function lastError(log: string): string | null {
  const lines = log
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !VERSION.test(line));
  const line = lines.findLast((each) => NAMES_AN_ERROR.test(each)) ?? lines.at(-1);
  return line?.trim().slice(0, LONGEST) ?? null;
}
