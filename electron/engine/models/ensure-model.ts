import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readCatalogue, type ModelEntry } from './catalogue.ts';
import { sha256OfFile } from './checksum.ts';
import { downloadModel, type DownloadOptions } from './download.ts';
import { checkGgufFile } from './gguf-check.ts';
import { cachedModelPath, isStamped, modelCacheFolder, writeStamp } from './model-cache.ts';
import { ModelError } from './model-error.ts';

export interface EnsureModelOptions extends DownloadOptions {
  /** Where catalogue models are kept; default: the user's cache folder. */
  cacheDir?: string | undefined;
  /** The models known by name; default: assets/models.json. */
  catalogue?: readonly ModelEntry[] | undefined;
}

export interface EnsuredModel {
  /** Absolute path of the model's file. */
  path: string;
  /** The catalogue's entry; absent for a file of the user's own. */
  entry?: ModelEntry;
}

/**
 * Makes a model's file available: a catalogue id is looked up in the cache and downloaded when it is not there; anything else is a
 * path to a GGUF file, which is used as it is.
 * @throws ModelError of kind 'unknown-model', 'missing-file', 'broken-file' or 'download-failed'; the message says what to do.
 * @throws the signal's reason when it is aborted; a later call goes on with the download from its last whole part.
 */
export async function ensureModel(idOrFile: string, options: EnsureModelOptions = {}): Promise<EnsuredModel> {
  options.signal?.throwIfAborted();
  const catalogue = options.catalogue ?? readCatalogue();
  const entry = catalogue.find(({ id }) => id === idOrFile);
  if (entry === undefined) return { path: await ownFile(idOrFile, catalogue) };
  const cacheDir = resolve(options.cacheDir ?? modelCacheFolder());
  const path = cachedModelPath(entry, cacheDir);
  if (await isFile(path)) await checkCached(entry, path, options);
  else await downloadModel(entry, cacheDir, options);
  return { path, entry };
}

async function ownFile(given: string, catalogue: readonly ModelEntry[]): Promise<string> {
  const path = resolve(given);
  const meansFile = /\.gguf$/i.test(given) || /[/\\]/.test(given) || given.includes('\0');
  if (!meansFile && !(await isFile(path))) {
    const ids = catalogue.map(({ id }) => id).join(', ');
    throw new ModelError(
      'unknown-model',
      `no model is called ${JSON.stringify(given)}; choose ${ids}, or give a FILE.gguf`,
    );
  }
  await checkGgufFile(path);
  return path;
}

/** A file in the cache that bears no stamp was put there by hand, or has changed: it is checked once. */
async function checkCached(entry: ModelEntry, path: string, options: EnsureModelOptions): Promise<void> {
  if (await isStamped(path, entry.sha256)) return;
  const { size } = await stat(path);
  const sha256 = await sha256OfFile(path, {
    signal: options.signal,
    onBytes: (bytesDone) => options.onProgress?.({ model: entry.id, phase: 'check', bytesDone, bytesTotal: size }),
  });
  if (entry.sha256 !== null && sha256 !== entry.sha256) {
    throw new ModelError(
      'broken-file',
      `${path}: not the file that ${entry.id} should be (its checksum is wrong); delete it to have it downloaded again`,
    );
  }
  await checkGgufFile(path);
  await writeStamp(path, sha256);
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  );
}
