/** What of the catalogue's models is on this machine. Needs no llama.cpp, so that any process can ask. */
import { rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readCatalogue, type ModelEntry } from './catalogue.ts';
import { tryLockDownload } from './download-lock.ts';
import { cachedModelPath, modelCacheFolder, partialFolder } from './model-cache.ts';
import { ModelError } from './model-error.ts';
import { keptBytes } from './room.ts';

export interface ModelFile {
  entry: ModelEntry;
  /** Where the file is, or would be. */
  path: string;
  /** Whether it is there whole. */
  present: boolean;
  /** Bytes that a download which was stopped has left, from which the next one goes on; 0 when the file is there. */
  partialBytes: number;
}

/** The state of each model of the catalogue, in its order. */
export async function listModelFiles(
  catalogue: readonly ModelEntry[] = readCatalogue(),
  cacheDir: string = modelCacheFolder(),
): Promise<ModelFile[]> {
  return await Promise.all(
    catalogue.map(async (entry) => {
      const path = cachedModelPath(entry, cacheDir);
      // A download is moved into place when it is whole and checked, so a file of that name is whole.
      const present = await isFile(path);
      return { entry, path, present, partialBytes: present ? 0 : await keptBytes(entry, partialFolder(path)) };
    }),
  );
}

/**
 * Removes what a stopped download has left; nothing when there is nothing.
 * @throws ModelError 'in-use' while a process downloads the model, or did so a few seconds ago and was killed.
 */
export async function removePartial(entry: ModelEntry, cacheDir: string = modelCacheFolder()): Promise<void> {
  const final = cachedModelPath(entry, cacheDir);
  if (!(await isFolder(dirname(final)))) return;
  const held = await tryLockDownload(entry, final);
  if (held === null) {
    throw new ModelError(
      'in-use',
      `the download of ${entry.name} cannot be removed: another process is working on it; stop it there, or try again in half a minute`,
    );
  }
  try {
    await rm(partialFolder(final), { recursive: true, force: true });
  } finally {
    await held.unlock();
  }
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  );
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}
