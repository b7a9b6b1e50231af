import { mkdir, mkdtemp, rm, rmdir, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readCatalogue, type ModelEntry } from './catalogue.ts';
import { lockDownload } from './download-lock.ts';

const entry = { ...readCatalogue()[0], name: 'Tiny' } as ModelEntry;

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'anchorite-lock-'));
});
afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

describe('lockDownload', () => {
  it('says that another process took the lock over, and can still be unlocked', async () => {
    const final = join(root, 'tiny.gguf');
    const held = await lockDownload(entry, final, { staleMs: 2_000 });
    // What a process does that finds the lock stale.
    await rmdir(`${final}.lock`);
    await mkdir(`${final}.lock`);
    await utimes(`${final}.lock`, new Date(5_000), new Date(5_000));
    await vi.waitUntil(() => held.lost.aborted, { timeout: 5_000 });
    expect(held.lost.reason).toMatchObject({
      kind: 'download-failed',
      message: 'could not download Tiny: another process took the download over; run again',
    });
    await held.unlock();
  });

  it('stops waiting when it is told to', async () => {
    const final = join(root, 'tiny.gguf');
    const held = await lockDownload(entry, final);
    const stop = new AbortController();
    const waiting = lockDownload(entry, final, {
      signal: stop.signal,
      onWait: () => {
        stop.abort(new Error('stopped by the test'));
      },
    });
    await expect(waiting).rejects.toThrow('stopped by the test');
    await held.unlock();
  });
});
