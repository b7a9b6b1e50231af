/** Is there room on the disk for a model, counting what an earlier try has already laid there? */
import { stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelEntry } from './catalogue.ts';
import { ModelError } from './model-error.ts';

/** @throws ModelError 'download-failed' when `folder` has less room than the rest of the model needs. */
export async function checkRoom(entry: ModelEntry, folder: string, partial: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const needed = entry.sizeBytes - (await keptBytes(entry, partial));
  if (free >= needed) return;
  throw new ModelError(
    'download-failed',
    `could not download ${entry.name}: ${folder} has ${megabytes(free)} free, ${megabytes(needed)} are needed; make room or set XDG_CACHE_HOME to another folder`,
  );
}

/** What the source that is furthest on has on the disk; the sources share nothing, so theirs do not add up. */
export async function keptBytes(entry: ModelEntry, partial: string): Promise<number> {
  // The hub's downloader names its file .ipull until it is whole.
  const files = [join('pip', 'payload'), join('hf', `${entry.file}.ipull`), join('hf', entry.file)];
  const kept = files.map((file) =>
    stat(join(partial, file)).then(
      // The hub's file has its full length from the first chunk on, with holes; blocks are what it really takes.
      ({ size, blocks }) => Math.min(size, blocks * 512),
      () => 0,
    ),
  );
  return Math.max(...(await Promise.all(kept)));
}

export function megabytes(bytes: number): string {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${String(Math.round(bytes / 1e6))} MB`;
}
