import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isFresh, removeStamp, writeStamp } from './stamp.ts';

let dist: string;
beforeEach(async () => {
  dist = await mkdtemp(join(tmpdir(), 'anchorite-dist-'));
  for (const name of ['app/main.cjs', 'app/preload.cjs', 'app/engine.mjs', 'page/index.html']) {
    await mkdir(dirname(join(dist, name)), { recursive: true });
    await writeFile(join(dist, name), '');
  }
});
afterEach(() => rm(dist, { recursive: true, force: true }));

it('knows the bundles of these sources from those of others', () => {
  expect(isFresh('one', dist)).toBe(false);
  writeStamp('one', dist);
  expect([isFresh('one', dist), isFresh('another', dist)]).toEqual([true, false]);
});

it('bundles again after a bundling that did not come to its end', () => {
  writeStamp('one', dist);
  removeStamp(dist);
  expect(isFresh('one', dist)).toBe(false);
});

it.each(['app/main.cjs', 'page/index.html', 'page'])('bundles again without dist/%s', async (name) => {
  writeStamp('one', dist);
  await rm(join(dist, name), { recursive: true });
  expect(isFresh('one', dist)).toBe(false);
});
