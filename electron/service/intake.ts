/** Brings documents into the library: parsed, compared with what is there, stored, opened. */
import { createHash } from 'node:crypto';
import { basename, resolve } from 'node:path';
import type { DocumentState, UploadParams } from '../contract/documents.ts';
import { EngineError } from '../contract/errors.ts';
import type { Library } from '../library/library.ts';
import { storableText } from '../library/storable-text.ts';
import type { StoredDocument } from '../library/stored.ts';
import type { Documents } from './documents.ts';
import type { Imported, Imports, ImportWork } from './imports.ts';
import { fileFacts, originalState, type FileFacts } from './originals.ts';
import type { Parse, ParsedDocument } from './parser.ts';
import { loadUpload, uploadKey } from './upload.ts';

/** Left-out files that the page is told of one by one. */
const SKIPPED_SHOWN = 200;

export const SAMPLE_NAME = 'Moby-Dick (sample)';

export interface IntakeOptions {
  library: Library;
  documents: Documents;
  imports: Imports;
  parse: Parse;
  /** The sample's file. */
  sample: string;
  /** A list of the library would look different now. */
  onChange: () => void;
}

/** A parsed document on its way in, and as what. */
interface Arrival {
  id: string;
  parsed: ParsedDocument;
  kind: DocumentState['kind'];
  title: string;
  path: string | null;
  /** Of the original, taken before it was parsed; null where there is none. */
  facts: FileFacts | null;
  /** The original, where the library has to keep it. */
  original: Buffer | null;
}

export class Intake {
  readonly #options: IntakeOptions;

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  /**
   * Opens a file or folder. What is in the library and has not changed is opened from there, anything else is parsed (again).
   * The id follows from the path, so what the page keeps for a document holds when it is opened again later.
   * @throws DocumentError, EngineError
   */
  async open(path: string): Promise<{ id: string }> {
    const whole = resolve(path);
    if (whole === resolve(this.#options.sample)) return await this.openSample();
    const known = await this.#options.library.store.documentAt(whole);
    if (known !== null && (await isUnchanged(known))) return await this.#openAgain(known);
    const { done } = this.#options.imports.start(basename(whole) || whole, known?.id ?? null, async (work) => {
      const facts = await fileFacts(whole);
      const parsed = await this.#parse(path, work);
      const kind = facts?.folder === true ? 'folder' : 'file';
      const id = known?.id ?? (await this.#freeId(whole));
      return await this.#take({ id, parsed, kind, title: parsed.name, path: whole, facts, original: null }, work);
    });
    return await this.#opened(done);
  }

  async openSample(): Promise<{ id: string }> {
    const { library, sample, imports } = this.#options;
    const id = digest('sample');
    const path = resolve(sample);
    const known = await library.store.documentById(id);
    if (known?.path === path && (await isUnchanged(known))) return await this.#openAgain(known);
    const { done } = imports.start(SAMPLE_NAME, known?.id ?? null, async (work) => {
      const facts = await fileFacts(path);
      const parsed = await this.#parse(sample, work);
      return await this.#take({ id, parsed, kind: 'sample', title: SAMPLE_NAME, path, facts, original: null }, work);
    });
    return await this.#opened(done);
  }

  /** Opens what a browser sent; the same content again is the same document. @throws DocumentError, EngineError 'bad-request'. */
  async upload(params: UploadParams): Promise<{ id: string }> {
    const id = digest(uploadKey(params));
    const known = await this.#options.library.store.documentById(id);
    if (known !== null) return await this.#openAgain(known);
    const { done } = this.#options.imports.start(params.name, null, async (work) => {
      const { loaded: parsed, kind } = await loadUpload(params, (path) => this.#parse(path, work));
      const [file] = params.files;
      // Nobody else has the pages.
      const original = parsed.format === 'pdf' && file !== undefined ? Buffer.from(file.base64, 'base64') : null;
      return await this.#take({ id, parsed, kind, title: parsed.name, path: null, facts: null, original }, work);
    });
    return await this.#opened(done);
  }

  /** Text from the clipboard. @returns at once */
  paste(title: string, text: string): { importId: string } {
    const { id, done } = this.#options.imports.start(title, null, async (work) => {
      const bytes = Buffer.byteLength(text);
      const parsed: ParsedDocument = {
        name: title,
        path: title,
        format: 'text',
        text,
        files: [{ path: title, startOffset: 0, endOffset: text.length, bytes }],
        skipped: [],
        spans: [],
        outline: [],
        pages: null,
        warnings: [],
      };
      const key = digest(`paste ${title}\n${text}`);
      return await this.#take({ id: key, parsed, kind: 'file', title, path: null, facts: null, original: null }, work);
    });
    // What goes wrong is in the list of imports.
    this.#opened(done).catch(() => undefined);
    return { importId: id };
  }

  /** Parses the original again. @returns at once @throws EngineError 'not-available' where there is none */
  async refresh(id: string): Promise<{ importId: string }> {
    const { library, documents, imports } = this.#options;
    const { path, title, kind } = await library.store.document(id);
    if (path === null) throw new EngineError('not-available', { what: 'reading again what was sent or pasted' });
    const started = imports.start(title, id, async (work) => {
      const facts = await fileFacts(path);
      const parsed = await this.#parse(path, work);
      return await this.#take({ id, parsed, kind, title, path, facts, original: null }, work);
    });
    started.done
      .then(({ document }) => {
        if (documents.isOpen(id)) documents.add(document);
      })
      .catch(() => undefined);
    return { importId: started.id };
  }

  async #parse(path: string, { signal, progress }: ImportWork): Promise<ParsedDocument> {
    signal.throwIfAborted();
    return await this.#options.parse(path, { signal, onProgress: (fraction) => progress('parsing', fraction) });
  }

  /** Into the library, unless its text is there. */
  async #take(arrival: Arrival, { signal, progress }: ImportWork): Promise<Imported> {
    const { library, onChange } = this.#options;
    const { id, parsed, kind, path, facts } = arrival;
    signal.throwIfAborted();
    progress('storing', 0);
    const { text, hash } = await storableText(parsed.text);
    const bytes =
      facts === null || facts.folder ? parsed.files.reduce((sum, file) => sum + file.bytes, 0) : facts.bytes;
    const modifiedAt = facts?.modifiedAt ?? null;
    const known = await library.store.documentById(id);
    try {
      if (known?.textHash === hash && known.format === parsed.format) {
        await library.store.setOriginal(id, path, bytes, modifiedAt);
        return { document: await this.#outOfTrash(known), duplicate: false };
      }
      const other =
        known !== null || kind === 'sample' ? null : await library.store.documentWithText(hash, parsed.format, id);
      if (other !== null) {
        // It was moved: the place that is there is the better one.
        const moved = path !== null && other.path !== null && (await originalState(other)) === 'missing';
        if (moved) await library.store.setOriginal(other.id, path, bytes, modifiedAt);
        return { document: await this.#outOfTrash(other), duplicate: true };
      }
      const { spans, outline, format, pages, warnings, files, skipped } = parsed;
      const document = await library.put(
        {
          id,
          title: arrival.title,
          kind,
          format,
          path,
          bytes,
          modifiedAt,
          pages,
          files: files.length,
          skipped: skipped.slice(0, SKIPPED_SHOWN),
          skippedCount: skipped.length,
          warnings,
        },
        { text, hash, spans, outline, original: arrival.original },
        { signal, onProgress: (fraction) => progress('storing', fraction) },
      );
      return { document, duplicate: false };
    } finally {
      onChange();
    }
  }

  async #openAgain(known: StoredDocument): Promise<{ id: string }> {
    const document = await this.#outOfTrash(known);
    return await this.#opened(Promise.resolve({ document, duplicate: false }));
  }

  async #outOfTrash({ id, removed }: StoredDocument): Promise<StoredDocument> {
    const { store } = this.#options.library;
    if (removed) await store.setRemoved([id], false);
    return await store.document(id);
  }

  async #opened(importing: Promise<Imported>): Promise<{ id: string }> {
    const { document } = await importing;
    await this.#options.library.store.opened(document.id);
    this.#options.documents.add(document);
    this.#options.onChange();
    return { id: document.id };
  }

  /** The id of a path; another one where a document that was elsewhere before has it. */
  async #freeId(path: string): Promise<string> {
    for (let turn = 1; ; turn++) {
      const id = digest(turn === 1 ? `path ${path}` : `path ${path} ${turn}`);
      if ((await this.#options.library.store.documentById(id)) === null) return id;
    }
  }
}

/** Whether it need not be parsed again. A folder has to be walked to know. */
async function isUnchanged(document: StoredDocument): Promise<boolean> {
  return document.kind !== 'folder' && (await originalState(document)) === 'same';
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 20);
}
