/** Reads the document a question is asked of: one file of any known format, or a folder's files one after the other. */
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { documentError, fromFileSystem } from './document-error.ts';
import { loadFolder } from './folder/load-folder.ts';
import { loadFile } from './load-file.ts';
import type { LoadOptions, ParsedDocument } from './parsed-document.ts';

export { MAX_FILE_BYTES, MAX_FOLDER_BYTES } from './limits.ts';
export type { DocumentFile, LoadOptions, SkippedFile, SkipReason } from './parsed-document.ts';
export type LoadedDocument = ParsedDocument;

/**
 * Loads a file (its content decides what it is, and its name where that leaves it open) or a folder of them, in this process. Same
 * content, same result, on every machine.
 * @throws DocumentError; the signal's reason when it is aborted.
 */
export async function loadDocument(path: string, options: LoadOptions = {}): Promise<LoadedDocument> {
  const { signal, as: given = path } = options;
  signal?.throwIfAborted();
  const whole = resolve(path);
  const stats = await stat(whole).catch((cause: unknown) => {
    throw fromFileSystem(given, cause);
  });
  if (stats.isDirectory()) return await loadFolder(given, whole, options);
  if (!stats.isFile()) {
    throw documentError('unreadable', given, 'not a regular file; save its content to a file first');
  }
  const name = basename(whole);
  const { bytes, ...parsed } = await loadFile(whole, given, options);
  const file = { path: name, startOffset: 0, endOffset: parsed.text.length, bytes };
  return { ...parsed, name, path: whole, files: [file], skipped: [] };
}
