/** Whether the bundles are those of the sources as they are: a hash of all sources, written beside the bundles when they are done. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { APP_FOLDER, SOURCES, STAMP } from './places.ts';

const SOURCE_FILE = /\.(?:tsx?|mjs|css|html|svg|json)$/;
const NOT_BUNDLED = /\.test\.tsx?$|[\\/](?:\.build|node_modules|e2e|fixtures)(?:[\\/]|$)/;

/** Taken before bundling: a source that changes meanwhile makes the next bundle. */
export function hashOfSources(): string {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap((place) => filesOf(place)).sort()) {
    hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

export function isFresh(hash: string): boolean {
  return existsSync(APP_FOLDER) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hash;
}

export function writeStamp(hash: string): void {
  mkdirSync(path.dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, hash);
}

function filesOf(place: string): string[] {
  if (NOT_BUNDLED.test(place)) return [];
  if (statSync(place).isFile()) return SOURCE_FILE.test(place) ? [place] : [];
  return readdirSync(place).flatMap((name) => filesOf(path.join(place, name)));
}
