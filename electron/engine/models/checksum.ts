import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

export interface ChecksumOptions {
  /** First byte; default 0. */
  start?: number;
  /** Bytes to read; default to the file's end. */
  length?: number;
  signal?: AbortSignal | undefined;
  /** Bytes read so far. */
  onBytes?: (done: number) => void;
}

const READ_BYTES = 1024 * 1024;

/** SHA-256 of a file, or of a range of it, in lower-case hex; read as a stream. */
export async function sha256OfFile(path: string, options: ChecksumOptions = {}): Promise<string> {
  const { start = 0, length = Number.POSITIVE_INFINITY, signal, onBytes } = options;
  const hash = createHash('sha256');
  if (length === 0) return hash.digest('hex');
  const stream = createReadStream(path, { start, end: start + length - 1, highWaterMark: READ_BYTES, signal });
  let done = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    hash.update(chunk);
    done += chunk.length;
    onBytes?.(done);
  }
  return hash.digest('hex');
}
