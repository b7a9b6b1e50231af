/** Lets one process at a time download a model. */
import { setTimeout as sleep } from 'node:timers/promises';
import lockfile from 'proper-lockfile';
import type { ModelEntry } from './catalogue.ts';
import { ModelError } from './model-error.ts';

export interface HeldLock {
  /** Aborted with a ModelError when another process has taken the lock over. */
  lost: AbortSignal;
  unlock: () => Promise<void>;
}

export interface LockOptions {
  signal?: AbortSignal | undefined;
  /** Called again and again while another process holds the lock. */
  onWait?: (() => void) | undefined;
  /** A lock not renewed for this long belongs to a process that was killed, in milliseconds. */
  staleMs?: number | undefined;
}

const STALE_MS = 15_000;
const LOOK_MS = 500;

/**
 * Waits for the lock.
 * @throws the signal's reason when it is aborted, and what the file system says when there can be no lock.
 */
export async function lockDownload(entry: ModelEntry, final: string, options: LockOptions = {}): Promise<HeldLock> {
  const { signal, onWait, staleMs } = options;
  for (;;) {
    signal?.throwIfAborted();
    const held = await tryLockDownload(entry, final, staleMs);
    if (held !== null) return held;
    onWait?.();
    await sleep(LOOK_MS, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
  }
}

/** The lock, or null while another process holds it. @throws what the file system says when there can be no lock. */
export async function tryLockDownload(
  entry: ModelEntry,
  final: string,
  staleMs: number = STALE_MS,
): Promise<HeldLock | null> {
  const lost = new AbortController();
  // Left to itself the lock throws in a timer, which would end the whole process; a computer that slept is enough for that.
  const onCompromised = (cause: Error) => {
    const message = `could not download ${entry.name}: another process took the download over; run again`;
    lost.abort(new ModelError('download-failed', message, cause));
  };
  try {
    const release = await lockfile.lock(final, { realpath: false, stale: staleMs, retries: 0, onCompromised });
    return { lost: lost.signal, unlock: () => release().catch(ignoreReleased) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw error;
    return null;
  }
}

/** A lock that was lost counts as released; that it was lost has been said already. */
function ignoreReleased(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ERELEASED') throw error;
}
