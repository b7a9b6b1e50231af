import { fileURLToPath } from 'node:url';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCatalogue, type ModelEntry } from './catalogue.ts';
import { lockDownload } from './download-lock.ts';
import { listModelFiles, removePartial } from './model-files.ts';

const [first, second, third] = readCatalogue() as [ModelEntry, ModelEntry, ModelEntry];

let cache: string;
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'anchorite-files-'));
});
afterEach(async () => {
  await rm(cache, { recursive: true, force: true });
});

async function keep(entry: ModelEntry, bytes: number): Promise<void> {
  const folder = join(cache, `${entry.file}.partial`, 'pip');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'payload'), Buffer.alloc(bytes, 1));
}

describe('listModelFiles', () => {
  it('tells what is there, what is there in part and what is not', async () => {
    await writeFile(join(cache, first.file), 'model');
    await keep(second, 8192);
    expect(await listModelFiles([first, second, third], cache)).toEqual([
      { entry: first, path: join(cache, first.file), present: true, partialBytes: 0 },
      { entry: second, path: join(cache, second.file), present: false, partialBytes: 8192 },
      { entry: third, path: join(cache, third.file), present: false, partialBytes: 0 },
    ]);
  });

  it('finds nothing in a folder that is not there', async () => {
    const [file] = await listModelFiles([first], join(cache, 'none'));
    expect(file).toMatchObject({ present: false, partialBytes: 0 });
  });
});

describe('removePartial', () => {
  it('removes what a stopped download has left, of that model alone', async () => {
    await keep(first, 8192);
    await keep(second, 8192);
    await removePartial(first, cache);
    expect(await readdir(cache)).toEqual([`${second.file}.partial`]);
    await removePartial(first, cache);
    await removePartial(first, join(cache, 'none'));
  });

  it('refuses while a process downloads it', async () => {
    await keep(first, 8192);
    const held = await lockDownload(first, join(cache, first.file));
    await expect(removePartial(first, cache)).rejects.toMatchObject({ kind: 'in-use' });
    expect(await readdir(cache)).toContain(`${first.file}.partial`);
    await held.unlock();
    await removePartial(first, cache);
    expect(await readdir(cache)).toEqual([]);
  });
});

it('what a process without llama.cpp needs, bundles without it', async () => {
  const files = ['./model-files.ts', './room.ts', './model-error.ts', '../host.ts'];
  const contents = files.map((file) => `export * from ${JSON.stringify(file)};`).join('\n');
  const { metafile, outputFiles } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'cjs',
    target: 'node18',
    logLevel: 'silent',
  });
  expect(Object.keys(metafile.inputs).filter((path) => path.includes('node-llama-cpp'))).toEqual([]);
  expect(Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path))).not.toContain(
    'node-llama-cpp',
  );
  // Electron 25 brings Node.js 18.
  expect(outputFiles[0]?.text).not.toMatch(/AbortSignal\.any|Promise\.withResolvers/);
});
