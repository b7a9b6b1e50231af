/** Fetches a model's file from the model hub, through node-llama-cpp's downloader (parallel connections, resuming). */
import { rm } from 'node:fs/promises';
import type { ModelDownloader } from 'node-llama-cpp';
import type { HubSource } from '../catalogue.ts';
import { firstLine, SourceError } from '../model-error.ts';
import type { Fetched, SourceJob } from './job.ts';

export interface HubOptions {
  /** The hub's address; default: HF_ENDPOINT, else the public hub. */
  endpoint?: string;
  /** How long the hub may take to answer the first question, in milliseconds. */
  answerMs?: number;
  /** How long a download may stand still before it is given up, in milliseconds. */
  stallMs?: number;
}

const ANSWER_MS = 5_000;
const STALL_MS = 60_000;
const PUBLIC_HUB = 'https://huggingface.co/';

/**
 * @throws SourceError when the hub does not answer, has no such file, another one than the catalogue says or one that cannot be checked,
 * or when the download fails or stalls; what was fetched is kept for the next try.
 */
export async function fetchFromHub(source: HubSource, job: SourceJob, options: HubOptions = {}): Promise<Fetched> {
  const { entry, folder, onProgress, signal } = job;
  const endpoint = hubAddress(options.endpoint);
  onProgress({ model: entry.id, phase: 'connect', bytesDone: 0, bytesTotal: entry.sizeBytes });
  // Asked first because the downloader itself retries an unreachable hub for minutes.
  const remote = await askHub(source, endpoint, options.answerMs ?? ANSWER_MS, signal);
  if (entry.sha256 !== null && remote.sha256 !== undefined && remote.sha256 !== entry.sha256) {
    throw new SourceError('has another file there now (its checksum is not the expected one)');
  }
  const sha256 = entry.sha256 ?? remote.sha256;
  // Asked before the download: a file that nobody can check is not worth the wait.
  if (sha256 === undefined) {
    throw new SourceError('does not say the checksum of the file, so it cannot be checked');
  }
  await download(source, job, endpoint, remote.bytes ?? entry.sizeBytes, options.stallMs ?? STALL_MS);
  return { path: `${folder}/${entry.file}`, sha256 };
}

/** The given address, HF_ENDPOINT or the public hub, with a slash at its end. */
function hubAddress(given: string | undefined): string {
  const address = given ?? (process.env.HF_ENDPOINT || PUBLIC_HUB);
  return address.endsWith('/') ? address : `${address}/`;
}

interface RemoteFile {
  bytes: number | undefined;
  sha256: string | undefined;
}

async function askHub(
  source: HubSource,
  endpoint: string,
  answerMs: number,
  signal: AbortSignal | undefined,
): Promise<RemoteFile> {
  const [location = '', revision = 'main'] = source.uri.slice('hf:'.length).split('#');
  const [user = '', repository = '', ...file] = location.split('/');
  const path = [user, repository, 'resolve', revision, ...file].map(encodeURIComponent).join('/');
  const timeout = AbortSignal.timeout(answerMs);
  const response = await fetch(endpoint + path, {
    method: 'HEAD',
    // The checksum and size stand in the hub's own answer, not in that of the storage it redirects to.
    redirect: 'manual',
    signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
  }).catch((cause: unknown) => {
    signal?.throwIfAborted();
    const why = timeout.aborted ? `no answer within ${String(answerMs / 1000)} s` : reasonOf(cause);
    throw new SourceError(`the model hub cannot be reached (${why})`, { cause });
  });
  if (response.status === 401 || response.status === 403)
    throw new SourceError('the hub wants a sign-in for this file');
  if (response.status >= 400) throw new SourceError(`the hub answered ${String(response.status)} for this file`);
  // For large files this is the SHA-256 of the content; small ones carry another hash, which is not 64 digits long.
  const tag = (response.headers.get('x-linked-etag') ?? '').replace(/^W\//, '').replaceAll('"', '');
  const size = Number(response.headers.get('x-linked-size') ?? NaN);
  return {
    bytes: Number.isSafeInteger(size) && size > 0 ? size : undefined,
    sha256: /^[0-9a-f]{64}$/.test(tag) ? tag : undefined,
  };
}

/** fetch says only "fetch failed"; what failed is in its cause. */
function reasonOf(thrown: unknown): string {
  const { cause } = thrown as { cause?: unknown };
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  return code ?? firstLine(cause ?? thrown);
}

async function download(
  source: HubSource,
  job: SourceJob,
  endpoint: string,
  bytesTotal: number,
  stallMs: number,
): Promise<void> {
  const { entry, folder, onProgress, signal } = job;
  const stop = new AbortController();
  const stopped = signal === undefined ? stop.signal : AbortSignal.any([stop.signal, signal]);
  const stalled = new SourceError(`the download stood still for ${String(Math.round(stallMs / 1000))} s`);
  const giveUp = () => {
    stop.abort(stalled);
  };
  let timer = setTimeout(giveUp, stallMs);
  let before = 0;
  let last = 0;
  try {
    const { createModelDownloader } = await import('node-llama-cpp');
    const created = createModelDownloader({
      modelUri: source.uri,
      dirPath: folder,
      fileName: entry.file,
      endpoints: { huggingFace: endpoint },
      showCliProgress: false,
      // Kept, so that the next try goes on from there.
      deleteTempFileOnCancel: false,
      onProgress: ({ downloadedSize }) => {
        onProgress({ model: entry.id, phase: 'download', bytesDone: downloadedSize, bytesTotal });
        if (downloadedSize <= last) return;
        last = downloadedSize;
        clearTimeout(timer);
        timer = setTimeout(giveUp, stallMs);
      },
    });
    // It asks the hub for the file's storage, again and again, and takes no signal.
    const downloader = await Promise.race([created, whenAborted(stopped)]);
    before = downloader.downloadedSize;
    const failed = catchSlices(downloader);
    await downloader.download({ signal: stopped });
    // A download that was stopped can end without an error.
    stopped.throwIfAborted();
    failed.throwIfAborted();
  } catch (cause) {
    stopped.throwIfAborted();
    // A try that got nowhere may have found what the downloader cannot go on from.
    if (last <= before && !isOutside(cause)) await rm(folder, { recursive: true, force: true });
    throw new SourceError(`the download failed (${firstLine(cause)})`, { cause });
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Ends the download at the first connection that fails, whose error the returned signal is aborted with.
 *
 * The downloader leaves a promise unhandled for every connection that fails, which would end the whole process with a stack trace;
 * it offers no other place to catch them.
 */
function catchSlices(downloader: ModelDownloader): AbortSignal {
  const failed = new AbortController();
  type Slice = (...range: number[]) => Promise<void>;
  const inner = downloader as unknown as { _downloader?: { _engine?: { _downloadSlice?: Slice } } };
  const engine = inner._downloader?._engine;
  const slice = engine?._downloadSlice?.bind(engine);
  if (engine === undefined || slice === undefined) return failed.signal;
  engine._downloadSlice = (...range) =>
    slice(...range).catch((cause: unknown) => {
      failed.abort(cause);
      void downloader.cancel().catch(() => undefined);
    });
  return failed.signal;
}

/** Rejects with the signal's reason once it is aborted. */
function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const fail = () => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });
}

/** A refusal by the server or a full disk says nothing against what earlier tries have kept. */
function isOutside(thrown: unknown): boolean {
  const { statusCode, code } = thrown as { statusCode?: number; code?: string };
  // 416: the server has no such range, so what is kept asks for a wrong one.
  return (statusCode !== undefined && statusCode !== 416) || code === 'ENOSPC';
}
