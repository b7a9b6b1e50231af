import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isStamped, modelCacheFolder, writeStamp } from './model-cache.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anchorite-cache-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('modelCacheFolder', () => {
  it.each<[NodeJS.Platform, NodeJS.ProcessEnv, string[]]>([
    ['linux', {}, ['/home/me', '.cache', 'anchorite', 'models']],
    ['linux', { XDG_CACHE_HOME: '' }, ['/home/me', '.cache', 'anchorite', 'models']],
    ['linux', { XDG_CACHE_HOME: '/big' }, ['/big', 'anchorite', 'models']],
    ['darwin', {}, ['/home/me', 'Library', 'Caches', 'anchorite', 'models']],
    ['win32', { LOCALAPPDATA: '/local' }, ['/local', 'anchorite', 'models']],
    ['win32', {}, ['/home/me', 'AppData', 'Local', 'anchorite', 'models']],
  ])('follows the custom of %s with %o', (platform, env, parts) => {
    expect(modelCacheFolder(env, platform, '/home/me')).toBe(join(...parts));
  });
});

describe('stamps', () => {
  it('hold until the file changes', async () => {
    const file = join(folder, 'a.gguf');
    await writeFile(file, 'one');
    expect(await isStamped(file, null)).toBe(false);
    await writeStamp(file, 'abc');
    expect(await isStamped(file, 'abc')).toBe(true);
    expect(await isStamped(file, null)).toBe(true);
    expect(await isStamped(file, 'other')).toBe(false);
    await writeFile(file, 'three');
    expect(await isStamped(file, 'abc')).toBe(false);
  });
});
