/** The files that the library's documents were made from, as they are now. */
import { readFile, stat } from 'node:fs/promises';
import type { LibraryItem } from '../contract/library.ts';
import type { Library } from '../library/library.ts';
import type { StoredDocument } from '../library/stored.ts';

/** Bytes of the largest original that the reader is given. */
const LARGEST = 512 * 1024 * 1024;

export interface FileFacts {
  folder: boolean;
  bytes: number;
  /** Null for folders: theirs says nothing of the files in them. */
  modifiedAt: number | null;
}

/** What the file system says of a path; null where there is nothing. */
export async function fileFacts(path: string): Promise<FileFacts | null> {
  const stats = await stat(path).catch(() => null);
  if (stats === null) return null;
  const folder = stats.isDirectory();
  return { folder, bytes: folder ? 0 : stats.size, modifiedAt: folder ? null : stats.mtimeMs };
}

/** Compares the original with what it was when it was parsed. A folder's files are not compared. */
export async function originalState(document: StoredDocument): Promise<LibraryItem['original']> {
  const { path, format, bytes, modifiedAt } = document;
  if (path === null) return 'none';
  const now = await fileFacts(path);
  if (now === null) return 'missing';
  if (format === 'folder') return now.folder ? 'same' : 'changed';
  return now.bytes === bytes && now.modifiedAt === modifiedAt ? 'same' : 'changed';
}

/** Whether the reader can show the original as it is: a PDF that is still the one that was parsed. */
export async function canShowOriginal(library: Library, document: StoredDocument): Promise<boolean> {
  if (document.format !== 'pdf') return false;
  if (document.path === null) return await library.store.hasOriginal(document.textKey);
  return document.bytes <= LARGEST && (await originalState(document)) === 'same';
}

/** The original of a document that canShowOriginal; null where it cannot be shown (any more). */
export async function originalBytes(library: Library, document: StoredDocument): Promise<Buffer | null> {
  if (!(await canShowOriginal(library, document))) return null;
  if (document.path !== null) return await readFile(document.path).catch(() => null);
  const parts: Uint8Array[] = [];
  for (let part = 0; ; part++) {
    const bytes = await library.store.originalPart(document.textKey, part);
    if (bytes === null) return Buffer.concat(parts);
    parts.push(bytes);
  }
}
