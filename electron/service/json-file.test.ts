import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { JsonFile } from './json-file.ts';

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'anchorite-json-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

const schema = z.object({ n: z.number() });
const file = (path = 'a.json') => new JsonFile(join(folder, path), schema);

describe('JsonFile', () => {
  it('gives back what was written, in a folder that it makes', async () => {
    await file('deep/er/a.json').write({ n: 3 });
    expect(await file('deep/er/a.json').read()).toEqual({ n: 3 });
  });

  it('is null where nothing was written', async () => {
    expect(await file().read()).toBeNull();
  });

  it.each(['{"n": 1', '{"n": "one"}', '\0\0\0'])('moves a damaged file aside: %j', async (content) => {
    await writeFile(join(folder, 'a.json'), content);
    expect(await file().read()).toBeNull();
    expect(await readFile(join(folder, 'a.json.broken'), 'utf8')).toBe(content);
    expect(await readdir(folder)).toEqual(['a.json.broken']);
  });

  it('keeps the last of many writes and leaves no temporary file', async () => {
    const one = file();
    await Promise.all(Array.from({ length: 20 }, (_, n) => one.write({ n })));
    expect(await one.read()).toEqual({ n: 19 });
    expect(await readdir(folder)).toEqual(['a.json']);
  });

  it('keeps the old content when a write fails, and goes on writing later', async () => {
    const one = file();
    await one.write({ n: 1 });
    const circle: { n: number; self?: unknown } = { n: 2 };
    circle.self = circle;
    await expect(one.write(circle)).rejects.toThrow();
    expect(await one.read()).toEqual({ n: 1 });
    await one.write({ n: 3 });
    expect(await one.read()).toEqual({ n: 3 });
  });
});
