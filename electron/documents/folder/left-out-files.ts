/** Files of a source tree that a program wrote: nobody reads them, and they would crowd out what somebody wrote. */
import { posix } from 'node:path';
import type { SkipReason } from '../parsed-document.ts';

const LOCK_FILES = new Set([
  'package-lock.json',
  'npm-shrinkwrap.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'bun.lock',
  'bun.lockb',
  'deno.lock',
  'cargo.lock',
  'poetry.lock',
  'pdm.lock',
  'uv.lock',
  'pipfile.lock',
  'composer.lock',
  'gemfile.lock',
  'go.sum',
  'go.work.sum',
  'flake.lock',
  'mix.lock',
  'podfile.lock',
  'pubspec.lock',
  'packages.lock.json',
  'gradle.lockfile',
  'package.resolved',
  '.terraform.lock.hcl',
]);

const GENERATED_NAME =
  /(?:[.-]min\.(?:js|css|mjs)|\.(?:js|css|mjs|cjs)\.map|\.bundle\.js|\.pb\.(?:go|cc|h)|_pb2(?:_grpc)?\.pyi?|_pb\.(?:js|ts)|\.g\.(?:dart|cs)|\.designer\.cs|\.snap)$/i;
/** What generators write at the top of their files. */
const GENERATED_MARK =
  /@generated\b|\bcode generated\b[^\n]{0,200}\bdo not (?:edit|modify)\b|\b(?:auto-?(?:matically)? ?generated|generated automatically)\b[^\n]{0,200}\b(?:do not|don't)\b|\bdo not (?:edit|modify)\b[^\n]{0,100}\bgenerated\b/i;
const HEAD_LETTERS = 1000;

/** Kinds of files whose lines a person keeps short. Prose, and data such as CSV, may have long ones. */
const SHORT_LINED = /\.(?:js|mjs|cjs|jsx|ts|tsx|css|scss|json|geojson|svg|xml|html?|php|wasm|wat|lua)$/i;
/** A minified file's lines, on average, in characters. */
const LONG_LINE = 500;
const LEAST_LETTERS = 5000;

/** Whether a file is left out for its name. @param path POSIX */
export function leftOutByName(path: string): SkipReason | null {
  const name = posix.basename(path);
  if (LOCK_FILES.has(name.toLowerCase())) return 'lock-file';
  return GENERATED_NAME.test(name) ? 'generated' : null;
}

/** Whether a program wrote the text. */
export function isGenerated(path: string, text: string): boolean {
  if (GENERATED_MARK.test(text.slice(0, HEAD_LETTERS)) && !/\.(?:md|markdown|txt|rst)$/i.test(path)) return true;
  if (!SHORT_LINED.test(path) || text.length < LEAST_LETTERS) return false;
  return text.length / (text.split('\n').length || 1) > LONG_LINE;
}
