/** The library, for the thread that uses it: opens the file when it is needed first, stores texts piece by piece, erases by and by. */
import { copyFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { EngineError } from '../contract/errors.ts';
import type { OutlineEntry, TextSpan } from '../contract/sources.ts';
import { pieceEnd } from './passages.ts';
import type { Call } from './messages.ts';
import type { RemoteStore } from './store.ts';
import type { DocumentFacts, StoredDocument } from './stored.ts';
import { LibraryThread } from './thread.ts';

/** Characters of a text that are stored at a time: some ten milliseconds of work. */
const PIECE = 64 * 1024;
/** Bytes of an original that are kept in a row. */
export const ORIGINAL_PART = 1024 * 1024;

export interface LibraryOptions {
  /** Where library.sqlite is; made where it is not there. */
  folder: string;
  /** The bundled thread; default: its source. */
  entry?: string | undefined;
}

/** A text with everything that is stored with it. */
export interface NewText {
  /** As storableText gives it. */
  text: string;
  hash: string;
  spans: TextSpan[];
  outline: OutlineEntry[];
  /** The original, where the library has to keep it. */
  original: Uint8Array | null;
}

export interface StoreOptions {
  signal?: AbortSignal;
  /** 0 to 1. */
  onProgress?: (fraction: number) => void;
}

export class Library {
  readonly file: string;
  readonly #entry: string | undefined;
  #thread: LibraryThread | null = null;
  #closed = false;
  #sweeping: Promise<void> | null = null;
  #replacing: Promise<void> | null = null;
  readonly #asking = new Set<Promise<unknown>>();
  /** Every call of the store; @throws EngineError, 'library-unavailable' where the file cannot be used. */
  readonly store = new Proxy({} as RemoteStore, {
    get:
      (_, name) =>
      (...args: unknown[]) => {
        const asking = this.#ask(name as Call['name'], args);
        this.#asking.add(asking);
        const over = () => this.#asking.delete(asking);
        asking.then(over, over);
        return asking;
      },
  });

  constructor({ folder, entry }: LibraryOptions) {
    this.file = join(folder, 'library.sqlite');
    this.#entry = entry;
  }

  /** Opens the file; calls do so too. What an earlier run left to erase is erased by and by. @throws EngineError 'library-unavailable' */
  async open(): Promise<void> {
    await (
      await this.#running()
    ).started;
    void this.sweep().catch(() => undefined);
  }

  /** Closes the file after the calls that were made. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#asking);
    await this.#end();
  }

  /**
   * Stores a document, new or read again. Until it is whole nothing of it is seen, whatever happens.
   * @throws EngineError; the signal's reason when it is aborted
   */
  async put(facts: DocumentFacts, given: NewText, { signal, onProgress }: StoreOptions = {}): Promise<StoredDocument> {
    const { text, hash, spans, outline, original } = given;
    const key = await this.store.beginText({ hash, characters: text.length, spans, outline });
    try {
      for (let at = 0; at < text.length;) {
        signal?.throwIfAborted();
        const end = pieceEnd(text, at, PIECE);
        await this.store.addPiece(key, at, text.slice(at, end));
        at = end;
        onProgress?.(at / text.length);
      }
      for (let part = 0; part * ORIGINAL_PART < (original?.length ?? 0); part++) {
        signal?.throwIfAborted();
        const bytes = original?.slice(part * ORIGINAL_PART, (part + 1) * ORIGINAL_PART) ?? new Uint8Array();
        await this.store.addOriginal(key, part, bytes);
      }
      signal?.throwIfAborted();
      return await this.store.putDocument(facts, key);
    } catch (error) {
      await this.store.dropText(key).catch(() => undefined);
      throw error;
    } finally {
      // The text before, or this one where it came to nothing.
      void this.sweep().catch(() => undefined);
    }
  }

  /** Erases what nothing refers to; resolves when nothing of it is in the file any more. */
  async sweep(): Promise<void> {
    const before = this.#sweeping;
    // What was deleted while it ran is not seen by its last steps.
    const sweeping = (before ?? Promise.resolve())
      .catch(() => undefined)
      .then(async () => {
        while (!this.#closed && (await this.store.sweep())) await nextTurn();
      });
    this.#sweeping = sweeping;
    await sweeping.finally(() => {
      if (this.#sweeping === sweeping) this.#sweeping = null;
    });
  }

  /** Writes the whole library into one new file, in place of one that is there. @throws EngineError 'library-unavailable' */
  async backup(target: string): Promise<void> {
    await this.open();
    const temporary = `${target}.${process.pid}.part`;
    try {
      await rm(temporary, { force: true });
      await this.#work(new LibraryThread({ kind: 'backup', file: this.file, target: temporary }, this.#entry));
      await rename(temporary, target);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw asFileError(error, target);
    }
  }

  /**
   * Puts a backup in the place of the library; the library as it was is gone afterwards, unless this fails.
   * @param onReplace called when the backup has been found to be whole, before it takes the place
   * @throws EngineError 'library-unavailable' for a file that is no whole library
   */
  async restore(source: string, onReplace: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    const incoming = `${this.file}.incoming`;
    try {
      await copyFile(source, incoming);
      await this.#work(new LibraryThread({ kind: 'check', file: incoming, shownAs: source }, this.#entry));
      await onReplace();
      const replacing = this.#replace(incoming);
      this.#replacing = replacing.catch(() => undefined);
      await replacing.finally(() => (this.#replacing = null));
    } catch (error) {
      throw asFileError(error, source);
    } finally {
      await removeLibrary(incoming);
    }
    void this.sweep().catch(() => undefined);
  }

  /** Calls that are made meanwhile wait. */
  async #replace(incoming: string): Promise<void> {
    const former = formerOf(this.file);
    try {
      await this.#end();
      await moveLibrary(this.file, former);
      await moveLibrary(incoming, this.file);
      await (
        await this.#start()
      ).started;
      await removeLibrary(former);
    } catch (error) {
      await this.#end();
      if (await exists(former)) {
        await removeLibrary(this.file);
        await moveLibrary(former, this.file);
      }
      throw error;
    }
  }

  async #work(thread: LibraryThread): Promise<void> {
    await thread.started.finally(() => thread.ended);
  }

  async #end(): Promise<void> {
    const thread = this.#thread;
    this.#thread = null;
    if (thread === null || thread.gone) return;
    await thread.ask('close', []).catch(() => undefined);
    await thread.ended;
  }

  async #ask(name: Call['name'], args: unknown[]): Promise<unknown> {
    const thread = await this.#running();
    await thread.started;
    return await thread.ask(name, args);
  }

  async #running(): Promise<LibraryThread> {
    if (this.#closed) throw new EngineError('library-unavailable', { detail: 'it was closed' });
    await this.#replacing;
    return await this.#start();
  }

  async #start(): Promise<LibraryThread> {
    if (this.#thread === null || this.#thread.gone) {
      const folder = dirname(this.file);
      try {
        await mkdir(folder, { recursive: true });
        // The program ended in the middle of a restore.
        if (!(await exists(this.file))) await moveLibrary(formerOf(this.file), this.file);
      } catch (error) {
        throw asFileError(error, folder);
      }
    }
    // Another call may have been here meanwhile.
    if (this.#thread === null || this.#thread.gone) {
      this.#thread = new LibraryThread({ kind: 'serve', file: this.file }, this.#entry);
    }
    return this.#thread;
  }
}

/** Where a library is while another one takes its place. */
const formerOf = (file: string) => `${file}.former`;

/** A library that was not closed has a log beside it, which belongs to it. */
const PARTS = ['', '-wal', '-shm'];

async function moveLibrary(from: string, to: string): Promise<void> {
  for (const part of PARTS) if (await exists(`${from}${part}`)) await rename(`${from}${part}`, `${to}${part}`);
}

async function removeLibrary(file: string): Promise<void> {
  for (const part of PARTS) await rm(`${file}${part}`, { force: true });
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}

function asFileError(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (error instanceof EngineError || typeof code !== 'string') return error;
  return new EngineError('library-unavailable', { detail: `${path}: ${code}; check the place and try again` }, error);
}
