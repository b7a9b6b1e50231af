/** Dense distributions on disk: they cost the longest reading of an evaluation and do not depend on the setting that is judged. */
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { modelCacheFolder } from '../models/model-cache.ts';
import type { CodedRows } from './log-probs.ts';

/** Bytes that all files together may take; the one used longest ago goes first. Four texts of a model of 150,000 tokens. */
const ROOM_BYTES = 700 * 1024 * 1024;
const ENDING = '.rows';

export class DenseCache {
  readonly #folder: string;
  readonly #room: number;

  /** @param folder default: the folder dense-logits/ beside the models in the user's cache. */
  constructor(folder = path.join(path.dirname(modelCacheFolder()), 'dense-logits'), room = ROOM_BYTES) {
    this.#folder = folder;
    this.#room = room;
  }

  /** The rows kept under `key`, a name for a file; null when there are none or they are damaged. */
  async find(key: string): Promise<CodedRows | null> {
    const file = this.#file(key);
    const bytes = await readFile(file).catch(() => null);
    if (bytes === null) return null;
    const now = new Date();
    await utimes(file, now, now).catch(() => undefined);
    return rowsOf(bytes);
  }

  /** Keeps rows, and lets go of others where there is no room. Failing to is no error: they are then read again. */
  async keep(key: string, rows: CodedRows): Promise<void> {
    try {
      await mkdir(this.#folder, { recursive: true });
      const temporary = `${this.#file(key)}.${process.pid}`;
      await writeFile(temporary, bytesOf(rows));
      await rename(temporary, this.#file(key));
      await this.#makeRoom();
    } catch {
      // A cache folder that is full or cannot be written to.
    }
  }

  async #makeRoom(): Promise<void> {
    const names = (await readdir(this.#folder)).filter((name) => name.endsWith(ENDING));
    const files = await Promise.all(
      names.map(async (name) => {
        const { size, mtimeMs } = await stat(path.join(this.#folder, name));
        return { name, size, mtimeMs };
      }),
    );
    let left = this.#room;
    for (const { name, size } of files.sort((a, b) => b.mtimeMs - a.mtimeMs)) {
      left -= size;
      if (left < 0) await rm(path.join(this.#folder, name), { force: true });
    }
  }

  #file(key: string): string {
    return path.join(this.#folder, `${key}${ENDING}`);
  }
}

// Layout: rows and tokens as two 32-bit numbers, the likeliest token of each row in 32 bits, then the codes in 16; this machine's
// byte order, since a cache does not travel.
const HEADER_BYTES = 8;

function bytesOf({ rows, tokens, tops, codes }: CodedRows): Buffer {
  const view = (array: ArrayBufferView) => Buffer.from(array.buffer, array.byteOffset, array.byteLength);
  return Buffer.concat([view(Uint32Array.of(rows, tokens)), view(tops), view(codes)]);
}

function rowsOf(bytes: Buffer): CodedRows | null {
  if (bytes.byteLength < HEADER_BYTES) return null;
  // A copy: a buffer of Node's may begin anywhere, an array of numbers may not.
  const { buffer } = Uint8Array.from(bytes);
  const [rows = 0, tokens = 0] = new Uint32Array(buffer, 0, 2);
  if (buffer.byteLength !== HEADER_BYTES + 4 * rows + 2 * rows * tokens) return null;
  const tops = new Uint32Array(buffer, HEADER_BYTES, rows);
  return { rows, tokens, tops, codes: new Uint16Array(buffer, HEADER_BYTES + 4 * rows, rows * tokens) };
}
