/** Whether the bundles are those of the sources as they are: a hash of all sources, beside the bundles only while they are whole. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DIST, SOURCES } from './places.ts';

/** What has to be there beside the stamp: somebody may have removed a part of dist/. */
const BUNDLES = ['app/main.cjs', 'app/preload.cjs', 'app/engine.mjs', 'page/index.html'];

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

/** @param dist the folder of the bundles */
export function isFresh(hash: string, dist = DIST): boolean {
  const stamp = stampOf(dist);
  const there = [stamp, ...BUNDLES.map((name) => path.join(dist, name))].every((file) => existsSync(file));
  return there && readFileSync(stamp, 'utf8') === hash;
}

/** To be called before bundling: one that is interrupted or fails leaves nothing that counts as fresh. */
export function removeStamp(dist = DIST): void {
  rmSync(stampOf(dist), { force: true });
}

export function writeStamp(hash: string, dist = DIST): void {
  mkdirSync(dist, { recursive: true });
  writeFileSync(stampOf(dist), hash);
}

function stampOf(dist: string): string {
  return path.join(dist, 'stamp');
}

function filesOf(place: string): string[] {
  if (NOT_BUNDLED.test(place)) return [];
  if (statSync(place).isFile()) return SOURCE_FILE.test(place) ? [place] : [];
  return readdirSync(place).flatMap((name) => filesOf(path.join(place, name)));
}
