import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { ModelEntry } from './catalogue.ts';

/** Where downloaded models are kept: the user's cache folder, by the platform's custom. */
export function modelCacheFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  // An empty variable counts as unset, as the XDG specification wants it.
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, 'anchorite', 'models');
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'anchorite', 'models');
  if (platform === 'win32') {
    return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'anchorite', 'models');
  }
  return join(home, '.cache', 'anchorite', 'models');
}

/** Where a model's file is, or would be. */
export function cachedModelPath(entry: ModelEntry, cacheDir: string = modelCacheFolder()): string {
  return join(cacheDir, entry.file);
}

/** Where what has arrived of a download is kept until it is whole; `final` is the model's file. */
export function partialFolder(final: string): string {
  return `${final}.partial`;
}

/** Beside each checked file: what was checked, so that a start need not read a gigabyte again. */
const stamp = z.object({ sha256: z.string(), size: z.number(), mtimeMs: z.number() });
export type Stamp = z.infer<typeof stamp>;

const stampPath = (path: string) => `${path}.checked.json`;

/** Whether the file's stamp says that it was checked against `sha256` (any checksum, for null) and the file has not changed since. */
export async function isStamped(path: string, sha256: string | null): Promise<boolean> {
  try {
    const written = stamp.parse(JSON.parse(await readFile(stampPath(path), 'utf8')));
    const { size, mtimeMs } = await stat(path);
    return written.size === size && written.mtimeMs === mtimeMs && (sha256 ?? written.sha256) === written.sha256;
  } catch {
    return false;
  }
}

/** Records that the file has this checksum. Failing to is no error: the file is then checked again next time. */
export async function writeStamp(path: string, sha256: string): Promise<void> {
  try {
    const { size, mtimeMs } = await stat(path);
    const written: Stamp = { sha256, size, mtimeMs };
    const temporary = `${stampPath(path)}.${String(process.pid)}`;
    await writeFile(temporary, JSON.stringify(written));
    await rename(temporary, stampPath(path));
  } catch {
    // A cache folder that cannot be written to.
  }
}
