/** What loading a document gives, and what the parsers of single formats pass on to it. */
import type { skippedFile } from '../contract/documents.ts';
import type { DocumentFormat, OutlineEntry, TextSpan } from '../contract/sources.ts';
import type { z } from 'zod';

export interface DocumentFile {
  /** POSIX path relative to the folder; for a single file its name. */
  path: string;
  /** Where the file's own text (without its heading) begins and ends in the document's text, in UTF-16 code units. */
  startOffset: number;
  endOffset: number;
  /** Size on disk in bytes. */
  bytes: number;
}

/** A file of a folder that is not part of the text. Its path is POSIX, relative to the folder; a folder left out whole ends in '/'. */
export type SkippedFile = z.infer<typeof skippedFile>;
export type SkipReason = SkippedFile['reason'];

/** The text of one file and where its parts are. Offsets in UTF-16 code units. */
export interface ParsedText {
  format: DocumentFormat;
  text: string;
  /** In order, not overlapping. A PDF has one for every page, also for empty ones, so that the index is the page's. */
  spans: TextSpan[];
  /** In order of `start`; each reaches to the next one of its level or above. */
  outline: OutlineEntry[];
  /** Pages of a PDF; null where there are none. */
  pages: number | null;
  /** What a reader should know before trusting the text, one sentence each. */
  warnings: string[];
}

export interface ParsedDocument extends ParsedText {
  /** Last part of the path, for showing. */
  name: string;
  /** Absolute path. */
  path: string;
  files: DocumentFile[];
  skipped: SkippedFile[];
}

export interface LoadOptions {
  /** How errors name it; default: the path. */
  as?: string;
  signal?: AbortSignal;
  /** Called while it goes on: 0 to 1, null where that cannot be known. */
  onProgress?: (fraction: number | null) => void;
}

/** One file as the parser of its format gets it. */
export interface SourceFile {
  /** Where it lies. */
  path: string;
  /** The path as it was given, which errors carry and messages show. */
  given: string;
  /** Size in bytes. */
  size: number;
}
