/**
 * Reads the document a question is asked of: one text file, or a folder's text files one after the other.
 *
 * A folder's text is, for every file in byte order of its path:
 *
 *     ===== src/main.c =====
 *     <the file's text, ending in a line end>
 *     <a blank line>
 *
 * The heading is one line, so that a model can name the file it quotes from, and no Markdown or code means something else by it.
 */
import { readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { decodeText } from './decode-text.ts';
import { DocumentError, fromFileSystem, shownPath } from './document-error.ts';
import { walkFolder } from './walk-folder.ts';

/** Largest single file that is read, in bytes. Above it a file is data rather than something written to be read. */
export const MAX_FILE_BYTES = 16 * 1024 * 1024;

/** Largest folder that is read, in bytes of its text files together: some 16 million tokens, past every model's context. */
export const MAX_FOLDER_BYTES = 64 * 1024 * 1024;

export interface DocumentFile {
  /** POSIX path relative to the folder; for a single file its name. */
  path: string;
  /** Where the file's own text (without its heading) begins and ends in `LoadedDocument.text`, in UTF-16 code units. */
  startOffset: number;
  endOffset: number;
  /** Size on disk in bytes. */
  bytes: number;
}

/** Why a file in a folder is not part of the text. */
export type SkipReason = 'binary' | 'ignored' | 'link' | 'too-large' | 'unreadable' | 'empty';

export interface SkippedFile {
  /** POSIX path relative to the folder; a folder left out whole ends in '/'. */
  path: string;
  reason: SkipReason;
}

export interface LoadedDocument {
  /** Last part of the path, for showing. */
  name: string;
  /** Absolute path. */
  path: string;
  text: string;
  files: DocumentFile[];
  skipped: SkippedFile[];
}

export interface LoadOptions {
  signal?: AbortSignal;
}

/**
 * Loads a text file (any extension: the content decides) or a folder of them. Same content, same result, on every machine.
 * @throws DocumentError of kind 'missing', 'unreadable', 'binary', 'empty', 'no-text' (a folder without any text) or 'too-large'.
 * @throws the signal's reason when it is aborted.
 */
export async function loadDocument(path: string, options: LoadOptions = {}): Promise<LoadedDocument> {
  const { signal } = options;
  signal?.throwIfAborted();
  const whole = resolve(path);
  const stats = await stat(whole).catch((cause: unknown) => {
    throw fromFileSystem(path, cause);
  });
  if (stats.isDirectory()) return loadFolder(path, whole, signal);
  if (!stats.isFile()) {
    throw new DocumentError(
      'unreadable',
      path,
      `${shownPath(path)}: not a regular file; save its content to a file first`,
    );
  }
  return loadFile(path, whole, signal);
}

async function loadFile(given: string, whole: string, signal: AbortSignal | undefined): Promise<LoadedDocument> {
  const shown = shownPath(given);
  const read = await readText(whole, signal).catch((cause: unknown) => {
    signal?.throwIfAborted();
    throw fromFileSystem(given, cause);
  });
  switch (read.kind) {
    case 'too-large':
      throw new DocumentError(
        'too-large',
        given,
        `${shown}: ${mebibytes(read.bytes)} is over the limit of ${mebibytes(MAX_FILE_BYTES)} for one file; split it and give the part you need`,
      );
    case 'binary':
      throw new DocumentError('binary', given, `${shown}: not a text file; convert it to text (UTF-8) first`);
    case 'empty':
      throw new DocumentError('empty', given, `${shown}: there is no text in it; choose another file`);
    case 'text': {
      const name = basename(whole);
      const file = { path: name, startOffset: 0, endOffset: read.text.length, bytes: read.bytes };
      return { name, path: whole, text: read.text, files: [file], skipped: [] };
    }
  }
}

async function loadFolder(given: string, whole: string, signal: AbortSignal | undefined): Promise<LoadedDocument> {
  const listing = await walkFolder(whole, signal);
  const skipped: SkippedFile[] = [...listing.leftOut];
  const files: DocumentFile[] = [];
  const pieces: string[] = [];
  let length = 0;
  let total = 0;
  for (const path of listing.files) {
    const read = await readText(join(whole, path), signal).catch(() => {
      signal?.throwIfAborted();
      return { kind: 'unreadable' } as const;
    });
    if (read.kind !== 'text') {
      skipped.push({ path, reason: read.kind });
      continue;
    }
    total += read.bytes;
    if (total > MAX_FOLDER_BYTES) {
      throw new DocumentError(
        'too-large',
        given,
        `${shownPath(given)}: holds more than ${mebibytes(MAX_FOLDER_BYTES)} of text; choose a folder inside it, or leave files out with a .gitignore`,
      );
    }
    const heading = `===== ${shownPath(path)} =====\n`;
    files.push({
      path,
      startOffset: length + heading.length,
      endOffset: length + heading.length + read.text.length,
      bytes: read.bytes,
    });
    const piece = `${heading}${read.text}${read.text.endsWith('\n') ? '\n' : '\n\n'}`;
    pieces.push(piece);
    length += piece.length;
  }
  if (files.length === 0) {
    throw new DocumentError(
      'no-text',
      given,
      `${shownPath(given)}: no text files in this folder (${String(skipped.length)} entries left out); choose another`,
    );
  }
  skipped.sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
  return { name: basename(whole) || whole, path: whole, text: pieces.join(''), files, skipped };
}

type ReadText =
  { kind: 'text'; text: string; bytes: number } | { kind: 'too-large'; bytes: number } | { kind: 'binary' | 'empty' };

async function readText(path: string, signal: AbortSignal | undefined): Promise<ReadText> {
  signal?.throwIfAborted();
  const { size } = await stat(path);
  if (size > MAX_FILE_BYTES) return { kind: 'too-large', bytes: size };
  const bytes = await readFile(path, { signal });
  const text = await decodeText(bytes);
  if (text === undefined) return { kind: 'binary' };
  if (text.trim() === '') return { kind: 'empty' };
  return { kind: 'text', text, bytes: bytes.length };
}

function mebibytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(bytes % (1024 * 1024) === 0 ? 0 : 1)} MiB`;
}
