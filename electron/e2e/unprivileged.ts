/**
 * Runs programs as a user without rights. Chromium refuses to run its sandbox as root, and a sandbox that is switched off would test
 * another program than the one people use.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Debian's "nobody": owns nothing. */
export const NOBODY = 65534;

export const isRoot = process.getuid?.() === 0;

/** Makes a folder that the unprivileged user owns. */
export function ownedFolder(folder: string): string {
  mkdirSync(folder, { recursive: true });
  if (isRoot) chownSync(folder, NOBODY, NOBODY);
  return folder;
}

/** Quotes a word for sh. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/**
 * Writes an executable that starts `program` with its arguments as the unprivileged user, in the same process, so that its pid and its
 * output are the program's. For a caller that is not root it changes nothing.
 * @returns the executable's path.
 */
export function unprivileged(program: string, folder: string, env: Record<string, string>): string {
  const launcher = path.join(folder, `run-${path.basename(program)}`);
  const user = isRoot ? `setpriv --reuid=${NOBODY} --regid=${NOBODY} --clear-groups ` : '';
  const variables = Object.entries(env).map(([name, value]) => `${name}=${quoted(value)}`);
  writeFileSync(launcher, `#!/bin/sh\nexec ${user}env ${variables.join(' ')} ${quoted(program)} "$@"\n`);
  chmodSync(launcher, 0o755);
  return launcher;
}

/** Runs a program to its end as the same user. @throws when it fails. */
export function asUnprivileged(program: string, args: string[]): void {
  const user = ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'];
  const [command = program, ...words] = isRoot ? [...user, program, ...args] : [program, ...args];
  execFileSync(command, words);
}
