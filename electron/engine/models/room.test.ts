import { mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCatalogue, type ModelEntry } from './catalogue.ts';
import { keptBytes } from './room.ts';

const MB = 2 ** 20;
const entry = { ...readCatalogue()[0], file: 'tiny.gguf' } as ModelEntry;

let partial: string;
beforeEach(async () => {
  partial = await mkdtemp(join(tmpdir(), 'anchorite-room-'));
});
afterEach(async () => {
  await rm(partial, { recursive: true, force: true });
});

async function put(folder: string, name: string, bytes: number): Promise<void> {
  await mkdir(join(partial, folder), { recursive: true });
  await writeFile(join(partial, folder, name), Buffer.alloc(bytes, 1), { flush: true });
}

describe('keptBytes', () => {
  it('is 0 before the first try', async () => {
    expect(await keptBytes(entry, partial)).toBe(0);
  });

  it.skipIf(process.platform === 'win32')("counts what the hub's file takes, not its length", async () => {
    await put('hf', 'tiny.gguf.ipull', MB);
    const file = await open(join(partial, 'hf', 'tiny.gguf.ipull'), 'r+');
    await file.truncate(64 * MB).finally(() => file.close());
    const kept = await keptBytes(entry, partial);
    expect(kept).toBeGreaterThanOrEqual(MB);
    expect(kept).toBeLessThan(2 * MB);
  });

  it('takes the source that is furthest on', async () => {
    await put('pip', 'payload', 3 * MB);
    await put('hf', 'tiny.gguf.ipull', 2 * MB);
    expect(await keptBytes(entry, partial)).toBe(3 * MB);
    await put('hf', 'tiny.gguf', 4 * MB);
    expect(await keptBytes(entry, partial)).toBe(4 * MB);
  });
});
