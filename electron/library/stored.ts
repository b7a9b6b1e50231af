/** What the library keeps of a document, apart from its text. */
import type { DocumentState } from '../contract/documents.ts';
import type { LibraryItem } from '../contract/library.ts';
import type { OutlineEntry, TextSpan } from '../contract/sources.ts';

/** What is known of a document when it is stored. */
export interface DocumentFacts
  extends
    Pick<DocumentState, 'kind' | 'skipped' | 'skippedCount'>,
    Pick<LibraryItem, 'id' | 'format' | 'path' | 'bytes' | 'pages' | 'files'> {
  title: string;
  warnings: string[];
  /** When the original was changed last, as the file system says; null for folders and where there is none. */
  modifiedAt: number | null;
}

/** A document as it lies in the library. */
export interface StoredDocument
  extends DocumentFacts, Pick<LibraryItem, 'characters' | 'tags' | 'collections' | 'addedAt' | 'openedAt'> {
  /** Names the text; another one after the original was read again. */
  textKey: number;
  textHash: string;
  /** In the trash. */
  removed: boolean;
}

/** What a text begins with, before its passages. */
export interface TextFacts {
  hash: string;
  characters: number;
  spans: TextSpan[];
  outline: OutlineEntry[];
}
