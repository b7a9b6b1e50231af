/** Model files that are none, or only in part: an error that says so, and an engine that goes on. */
import { createHash } from 'node:crypto';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EngineHost } from './host.ts';
import { ensureModel } from './models/ensure-model.ts';
import { tinyGguf } from './models/fixtures/tiny-gguf.ts';

const host = new EngineHost();
let folder: string;
let good: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anchorite-broken-'));
  good = (await ensureModel('starter')).path;
}, 120_000);
afterAll(async () => {
  await host.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Bytes without any order, the same on every machine. */
function noise(seed: number, length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, at) =>
    createHash('sha256').update(`${seed} ${at}`).digest(),
  );
  return Buffer.concat(blocks).subarray(0, length);
}

async function firstBytes(path: string, length: number): Promise<Buffer> {
  const file = await open(path);
  try {
    return (await file.read(Buffer.alloc(length), 0, length, 0)).buffer;
  } finally {
    await file.close();
  }
}

const version3 = Buffer.from([3, 0, 0, 0]);

describe('a model file that cannot be loaded', () => {
  it.each<[string, () => Promise<Buffer> | Buffer]>([
    ['is empty', () => Buffer.alloc(0)],
    ['is text', () => Buffer.from('<html>404</html>')],
    ['has the magic and noise', () => Buffer.concat([Buffer.from('GGUF'), noise(1, 65_536)])],
    ['has magic, version and noise', () => Buffer.concat([Buffer.from('GGUF'), version3, noise(2, 65_536)])],
    ['has small counts and noise', () => Buffer.concat([tinyGguf().subarray(0, 24), noise(3, 65_536)])],
    ['is well-formed but no model', () => tinyGguf()],
    ['ends in its header', () => firstBytes(good, 100_000)],
    ['ends in its weights', () => firstBytes(good, 50_000_000)],
    [
      'has a damaged header',
      async () => {
        const bytes = await firstBytes(good, 1_000_000);
        noise(4, 2_000).copy(bytes, 400);
        return bytes;
      },
    ],
  ])('that %s is refused, and the engine goes on', { timeout: 60_000 }, async (_name, content) => {
    const path = join(folder, 'model.gguf');
    await writeFile(path, await content());
    await host.start();
    const pid = host.pid;
    await expect(host.request('loadModel', { path })).rejects.toMatchObject({ code: 'model-broken', data: { path } });
    expect((await host.request('status', {})).model).toBeNull();
    await expect(host.request('ask', { question: 'Who?' })).rejects.toMatchObject({ code: 'no-model' });
    expect(host.pid).toBe(pid);
  });

  it('leaves the way free for one that can', { timeout: 60_000 }, async () => {
    const path = join(folder, 'model.gguf');
    await writeFile(path, Buffer.from('no model'));
    await host.request('loadModel', { path: good });
    await expect(host.request('loadModel', { path })).rejects.toMatchObject({ code: 'model-broken' });
    await expect(host.request('countTokens', { text: 'word' })).rejects.toMatchObject({ code: 'no-model' });
    expect(await host.request('loadModel', { path: good })).toMatchObject({ layers: 30 });
    expect((await host.request('countTokens', { text: 'word' })).documentTokens).toBe(1);
  });
});
