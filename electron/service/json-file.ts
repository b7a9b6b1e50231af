/**
 * Small JSON files that outlive the program: read with a check, written whole or not at all. Where two programs have one data folder (a
 * window and a served page), the last one to write wins: settings and estimates are all that is kept there.
 */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { z } from 'zod';

export class JsonFile<T> {
  readonly #path: string;
  readonly #schema: z.ZodType<T>;
  #writing: Promise<void> = Promise.resolve();

  constructor(path: string, schema: z.ZodType<T>) {
    this.#path = path;
    this.#schema = schema;
  }

  /**
   * The file's content, or null where there is none that can be used. A damaged file is moved aside to FILE.broken, so that
   * the next write does not destroy what somebody may want to mend. Never throws.
   */
  async read(): Promise<T | null> {
    let text: string;
    try {
      text = await readFile(this.#path, 'utf8');
    } catch {
      return null;
    }
    try {
      return this.#schema.parse(JSON.parse(text));
    } catch {
      await rename(this.#path, `${this.#path}.broken`).catch(() => undefined);
      return null;
    }
  }

  /** Writes after the writes before it. @throws what the file system says; the old content is then still there. */
  async write(content: T): Promise<void> {
    const before = this.#writing;
    const writing = before.catch(() => undefined).then(() => this.#replace(`${JSON.stringify(content, null, 2)}\n`));
    this.#writing = writing;
    await writing;
  }

  /** Waits for the writes that were begun. */
  async settled(): Promise<void> {
    await this.#writing.catch(() => undefined);
  }

  async #replace(text: string): Promise<void> {
    const temporary = `${this.#path}.${process.pid}.tmp`;
    try {
      await mkdir(dirname(this.#path), { recursive: true });
      await writeFile(temporary, text);
      await rename(temporary, this.#path);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw error;
    }
  }
}
