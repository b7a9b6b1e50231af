/** The open documents: their texts in memory and what the page knows of them. */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { DocumentState, UploadParams } from '../contract/documents.ts';
import { EngineError } from '../contract/errors.ts';
import { loadDocument, type LoadedDocument } from '../documents/load-document.ts';
import type { StateHolder } from './state.ts';
import { loadUpload, uploadKey } from './upload.ts';

/** Left-out files that the page is told of one by one. */
const SKIPPED_SHOWN = 200;

export const SAMPLE_NAME = 'Moby-Dick (sample)';

export interface OpenDocument {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  /** Names the text: work that was begun for another text of the same document must not be put down to this one. */
  readonly textKey: string;
}

export interface DocumentsOptions {
  state: StateHolder;
  /** The sample's file. */
  sample: string;
  onOpened: (document: OpenDocument) => void;
  onClosed: (id: string) => void;
}

export class Documents {
  readonly #options: DocumentsOptions;
  readonly #open = new Map<string, OpenDocument>();

  constructor(options: DocumentsOptions) {
    this.#options = options;
  }

  /**
   * Opens a text file or folder; one that is open is loaded again and keeps its id. The id follows from the path, so what
   * the page keeps for a document holds when it is opened again later.
   * @throws DocumentError
   */
  async open(path: string): Promise<{ id: string }> {
    const whole = resolve(path);
    if (whole === resolve(this.#options.sample)) return await this.openSample();
    const loaded = await loadDocument(path);
    const folder = (await stat(whole)).isDirectory();
    return this.#add(digest(`path ${whole}`), loaded, { path: whole, kind: folder ? 'folder' : 'file' });
  }

  async openSample(): Promise<{ id: string }> {
    const loaded = await loadDocument(this.#options.sample);
    const named = { ...loaded, name: SAMPLE_NAME };
    return this.#add(digest('sample'), named, { path: resolve(this.#options.sample), kind: 'sample' });
  }

  /** Opens what a browser sent; the same content again is the same document. @throws DocumentError, EngineError 'bad-request'. */
  async upload(params: UploadParams): Promise<{ id: string }> {
    const { loaded, kind } = await loadUpload(params);
    return this.#add(digest(uploadKey(params)), loaded, { path: null, kind });
  }

  /** @throws EngineError 'document-unknown'. */
  close(id: string): void {
    this.get(id);
    this.#open.delete(id);
    this.#set(this.#options.state.now.documents.filter((document) => document.id !== id));
    this.#options.onClosed(id);
  }

  /** @throws EngineError 'document-unknown'. */
  get(id: string): OpenDocument {
    const document = this.#open.get(id);
    if (document === undefined) throw new EngineError('document-unknown', { id });
    return document;
  }

  /** What the page is told of it. @throws EngineError 'document-unknown'. */
  stateOf(id: string): DocumentState {
    const state = this.#options.state.now.documents.find((document) => document.id === id);
    if (state === undefined) throw new EngineError('document-unknown', { id });
    return state;
  }

  /** The open documents, the latest opened first. */
  latestFirst(): OpenDocument[] {
    return [...this.#open.values()].reverse();
  }

  /** Whether this very text is still open. */
  holds(document: OpenDocument): boolean {
    return this.#open.get(document.id)?.textKey === document.textKey;
  }

  /** Changes what the page is told of a document; nothing where it was closed or its text has changed meanwhile. */
  patch(document: OpenDocument, change: Partial<DocumentState>): void {
    if (!this.holds(document)) return;
    this.patchAll((state) => (state.id === document.id ? change : {}));
  }

  patchAll(change: (state: DocumentState) => Partial<DocumentState>): void {
    this.#set(this.#options.state.now.documents.map((state) => ({ ...state, ...change(state) })));
  }

  #add(id: string, loaded: LoadedDocument, as: Pick<DocumentState, 'path' | 'kind'>): { id: string } {
    const document = { id, name: loaded.name, text: loaded.text, textKey: digest(loaded.text) };
    const same = this.holds(document);
    const before = this.#options.state.now.documents.find((state) => state.id === id);
    // Opened again it is the latest opened one, and is counted first.
    this.#open.delete(id);
    this.#open.set(id, document);
    const described = {
      ...as,
      id,
      name: loaded.name,
      characters: loaded.text.length,
      files: loaded.files.length,
      skipped: loaded.skipped.slice(0, SKIPPED_SHOWN),
      skippedCount: loaded.skipped.length,
      error: null,
    };
    // What was counted and read of another text says nothing of this one.
    const known = same && before !== undefined ? before : NOTHING_KNOWN;
    const { size, expected, readings } = known;
    const state: DocumentState = { ...described, size, expected, readings };
    const others = this.#options.state.now.documents;
    this.#set(before === undefined ? [...others, state] : others.map((other) => (other.id === id ? state : other)));
    this.#options.onOpened(document);
    return { id };
  }

  #set(documents: DocumentState[]): void {
    this.#options.state.set({ documents });
  }
}

const NOTHING_KNOWN: Pick<DocumentState, 'size' | 'expected' | 'readings'> = {
  size: null,
  expected: { sparse: null, dense: null },
  readings: { sparse: null, dense: null },
};

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 20);
}
