/** Reads single entries of a zip file, with limits on what unpacking may take. */
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { documentError, DocumentError, fromFileSystem } from '../document-error.ts';
import { HARMLESS_BYTES, MAX_INFLATED_BYTES, MAX_ZIP_ENTRIES, MAX_ZIP_RATIO, mebibytes } from '../limits.ts';
import type { SourceFile } from '../parsed-document.ts';

export class ZipReader {
  readonly #zip: ZipFile;
  readonly #entries: Map<string, Entry>;
  readonly #source: SourceFile;
  #inflated = 0;

  private constructor(zip: ZipFile, entries: Map<string, Entry>, source: SourceFile) {
    this.#zip = zip;
    this.#entries = entries;
    this.#source = source;
  }

  /**
   * Opens the file and lists what is in it.
   * @throws DocumentError 'damaged' for what is no zip file, 'limit' for one with too many entries, and as fromFileSystem does.
   */
  static async open(source: SourceFile): Promise<ZipReader> {
    const zip = await openPromise(source.path, { autoClose: false, lazyEntries: true }).catch((cause: unknown) => {
      throw failure(source, cause);
    });
    try {
      if (zip.entryCount > MAX_ZIP_ENTRIES) throw tooMany(source, zip.entryCount);
      const entries = new Map<string, Entry>();
      for await (const entry of zip.eachEntry()) {
        if (entries.size > MAX_ZIP_ENTRIES) throw tooMany(source, entries.size);
        if (!entry.fileName.endsWith('/')) entries.set(entry.fileName, entry);
      }
      return new ZipReader(zip, entries, source);
    } catch (cause) {
      zip.close();
      throw failure(source, cause);
    }
  }

  get names(): string[] {
    return [...this.#entries.keys()];
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /**
   * The bytes of one entry, or undefined when there is none of that name.
   * @throws DocumentError 'protected' for an encrypted entry, 'limit' where unpacking takes too much, 'damaged'.
   */
  async read(name: string): Promise<Buffer | undefined> {
    const entry = this.#entries.get(name);
    if (entry === undefined) return undefined;
    if (entry.isEncrypted()) {
      throw documentError('protected', this.#source.given, 'is protected with a password; save a copy without one');
    }
    this.#check(entry, entry.uncompressedSize);
    try {
      const stream = await this.#zip.openReadStreamPromise(entry);
      const chunks: Buffer[] = [];
      let size = 0;
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        size += chunk.length;
        this.#check(entry, size);
        chunks.push(chunk);
      }
      this.#inflated += size;
      return Buffer.concat(chunks);
    } catch (cause) {
      throw failure(this.#source, cause);
    }
  }

  close(): void {
    this.#zip.close();
  }

  /** What an entry says of its size may be a lie, so what is unpacked is counted as well. */
  #check({ fileName, compressedSize }: Entry, size: number): void {
    const { given } = this.#source;
    const ratio = size / Math.max(1, compressedSize);
    if (size > HARMLESS_BYTES && ratio > MAX_ZIP_RATIO) {
      throw documentError(
        'limit',
        given,
        `looks like a zip bomb: ${fileName} in it unpacks to ${Math.round(ratio)} times its size; get the file from another source`,
      );
    }
    if (this.#inflated + size > MAX_INFLATED_BYTES) {
      throw documentError(
        'limit',
        given,
        `unpacks to more than ${mebibytes(MAX_INFLATED_BYTES)} of text; split it and give the part you need`,
      );
    }
  }
}

function tooMany(source: SourceFile, count: number): DocumentError {
  const problem = `holds ${count} files inside, over the limit of ${MAX_ZIP_ENTRIES}; unpack it and give the part you need`;
  return documentError('limit', source.given, problem);
}

function failure(source: SourceFile, cause: unknown): DocumentError {
  if (cause instanceof DocumentError) return cause;
  const code = (cause as NodeJS.ErrnoException).code;
  if (code !== undefined && /^E[A-Z]+$/.test(code)) return fromFileSystem(source.given, cause);
  const detail = cause instanceof Error ? cause.message : String(cause);
  return documentError('damaged', source.given, `is damaged (${detail}); get it again or save it anew`, cause);
}
