/** The open documents: what the page knows of them. Their texts stay in the library until they are needed. */
import type { DocumentState } from '../contract/documents.ts';
import { EngineError } from '../contract/errors.ts';
import type { Library } from '../library/library.ts';
import type { StoredDocument } from '../library/stored.ts';
import type { StateHolder } from './state.ts';

export interface OpenDocument {
  readonly id: string;
  readonly name: string;
  /** The whole text. @throws EngineError 'library-unknown' where the document has another one by now. */
  readonly text: () => Promise<string>;
  /** Names the text: work that was begun for another text of the same document must not be put down to this one. */
  readonly textKey: string;
}

export interface DocumentsOptions {
  state: StateHolder;
  library: Library;
  onOpened: (document: OpenDocument) => void;
  onClosed: (id: string) => void;
}

export class Documents {
  readonly #options: DocumentsOptions;
  readonly #open = new Map<string, OpenDocument>();

  constructor(options: DocumentsOptions) {
    this.#options = options;
  }

  /** Opens what is in the library; one that is open keeps its place. */
  add(stored: StoredDocument): void {
    this.#put(stored);
    this.#remember();
  }

  /** Opens what was open when the program ended, in the same order. @throws EngineError 'library-unavailable'. */
  async restore(): Promise<void> {
    for (const stored of await this.#options.library.store.openDocuments()) this.#put(stored);
  }

  /** @throws EngineError 'document-unknown'. */
  close(id: string): void {
    this.get(id);
    this.#open.delete(id);
    this.#set(this.#options.state.now.documents.filter((document) => document.id !== id));
    this.#remember();
    this.#options.onClosed(id);
  }

  /** Closes all of them, because the library that they are of goes; it is told nothing. */
  closeAll(): void {
    const ids = [...this.#open.keys()];
    this.#open.clear();
    this.#set([]);
    ids.forEach((id) => this.#options.onClosed(id));
  }

  isOpen(id: string): boolean {
    return this.#open.has(id);
  }

  /** Shows another name; for one that is not open there is nothing to do. */
  rename(id: string, name: string): void {
    const document = this.#open.get(id);
    if (document === undefined) return;
    this.#open.set(id, { ...document, name });
    this.patchAll((state) => (state.id === id ? { name } : {}));
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

  #put(stored: StoredDocument): void {
    const { id, title: name, textKey, textHash, path, kind, characters, files, skipped, skippedCount } = stored;
    const text = () => this.#options.library.store.wholeText(textKey);
    const document = { id, name, text, textKey: textHash };
    const same = this.holds(document);
    const before = this.#options.state.now.documents.find((state) => state.id === id);
    // Opened again it is the latest opened one, and is counted first.
    this.#open.delete(id);
    this.#open.set(id, document);
    const described = { id, name, path, kind, characters, files, skipped, skippedCount, error: null };
    // What was counted and read of another text says nothing of this one.
    const known = same && before !== undefined ? before : NOTHING_KNOWN;
    const { size, expected, readings } = known;
    const state: DocumentState = { ...described, size, expected, readings };
    const others = this.#options.state.now.documents;
    this.#set(before === undefined ? [...others, state] : others.map((other) => (other.id === id ? state : other)));
    this.#options.onOpened(document);
  }

  /** For the next start. A library that cannot be written says so where it is used. */
  #remember(): void {
    const ids = this.#options.state.now.documents.map(({ id }) => id);
    this.#options.library.store.setOpen(ids).catch(() => undefined);
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
