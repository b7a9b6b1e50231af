import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DenseCache } from './dense-cache.ts';
import { emptyRows, encodeRow } from './log-probs.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'anchorite-rows-'));
});
afterEach(() => rm(folder, { recursive: true }));

function someRows(seed: number) {
  const rows = emptyRows(3, 5);
  for (let row = 0; row < 3; row++) encodeRow(Float32Array.of(seed, row, 2, 3, -4), rows, row);
  return rows;
}

describe('DenseCache', () => {
  it('gives back what it was given', async () => {
    const cache = new DenseCache(folder);
    expect(await cache.find('a')).toBeNull();
    await cache.keep('a', someRows(1));
    expect(await cache.find('a')).toEqual(someRows(1));
    expect(await cache.find('b')).toBeNull();
  });

  it('takes a damaged file for none', async () => {
    const cache = new DenseCache(folder);
    await cache.keep('a', someRows(1));
    const [name = ''] = await readdir(folder);
    for (const bytes of [Buffer.alloc(3), Buffer.alloc(49)]) {
      await writeFile(path.join(folder, name), bytes);
      expect(await cache.find('a')).toBeNull();
    }
  });

  it('lets go of what was used longest ago', async () => {
    const bytes = 8 + 3 * 4 + 3 * 5 * 2;
    const cache = new DenseCache(folder, 2 * bytes);
    const moment = () => new Promise((resolve) => setTimeout(resolve, 20));
    for (const key of ['a', 'b']) {
      await cache.keep(key, someRows(1));
      await moment();
    }
    await cache.find('a');
    await moment();
    await cache.keep('c', someRows(2));
    expect(await cache.find('b')).toBeNull();
    expect(await cache.find('a')).not.toBeNull();
    expect(await cache.find('c')).not.toBeNull();
  });

  it('does not mind a folder that cannot be written to', async () => {
    const file = path.join(folder, 'file');
    await writeFile(file, '');
    await new DenseCache(path.join(file, 'below')).keep('a', someRows(1));
  });
});
