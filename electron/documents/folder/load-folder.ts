/**
 * The files of a folder as one text. For every file in byte order of its path:
 *
 *     ===== src/main.c =====
 *     <the file's text, ending in a line end>
 *     <a blank line>
 *
 * The heading is one line, so that a model can name the file it quotes from, and no Markdown or code means something else by it.
 */
import { basename, join } from 'node:path';
import { documentError, DocumentError, shownPath } from '../document-error.ts';
import { loadFile } from '../load-file.ts';
import { MAX_CHARACTERS, MAX_FILE_BYTES, MAX_FOLDER_BYTES, MAX_MARKS, mebibytes } from '../limits.ts';
import type {
  DocumentFile,
  LoadOptions,
  ParsedDocument,
  ParsedText,
  SkippedFile,
  SkipReason,
} from '../parsed-document.ts';
import { cleanTitle } from '../sections.ts';
import type { OutlineEntry } from '../../contract/sources.ts';
import { isGenerated, leftOutByName } from './left-out-files.ts';
import { walkFolder } from './walk-folder.ts';

/** Warnings about single files that are told one by one. */
const MOST_WARNINGS = 50;
const DEEPEST_LEVEL = 12;

/**
 * @param given how errors name the folder
 * @param whole where it lies
 * @throws DocumentError 'no-text', 'too-large', or as walkFolder does. What is wrong with single files leaves these out, with a reason.
 */
export async function loadFolder(given: string, whole: string, options: LoadOptions): Promise<ParsedDocument> {
  const { signal, onProgress } = options;
  const listing = await walkFolder(whole, signal);
  const collected = new FolderText(given);
  const htmlAsCode = isSourceTree(listing.files);
  for (const { path, reason } of listing.leftOut) collected.leaveOut(path, reason);
  for (const [index, path] of listing.files.entries()) {
    onProgress?.(index / listing.files.length);
    const reason = leftOutByName(path);
    if (reason !== null) {
      collected.leaveOut(path, reason);
      continue;
    }
    const parsed = await loadFile(join(whole, path), path, {
      ...(signal === undefined ? {} : { signal }),
      maxTextBytes: MAX_FILE_BYTES,
      htmlAsCode,
    }).catch((error: unknown) => {
      signal?.throwIfAborted();
      if (!(error instanceof DocumentError)) throw error;
      return error;
    });
    if (parsed instanceof DocumentError) collected.leaveOut(path, reasonOf(parsed), parsed.message);
    else if (isPlain(parsed) && isGenerated(path, parsed.text)) collected.leaveOut(path, 'generated');
    else collected.add(path, parsed);
  }
  return collected.finish(whole);
}

const isPlain = ({ format }: ParsedText) => format === 'code' || format === 'text';

/** In a tree of code a page is one of its sources; among other pages it is something to read. */
function isSourceTree(files: readonly string[]): boolean {
  const pages = files.filter((path) => /\.x?html?$/i.test(path)).length;
  const code = files.filter((path) =>
    /\.(?:[cm]?[jt]sx?|py|go|rs|java|c|cc|cpp|cs|php|rb|vue|svelte|kt|swift)$/i.test(path),
  ).length;
  return code >= pages;
}

function reasonOf({ kind }: DocumentError): SkipReason {
  switch (kind) {
    case 'too-large':
    case 'limit':
      return 'too-large';
    case 'binary':
    case 'empty':
      return kind;
    default:
      return 'unreadable';
  }
}

class FolderText {
  readonly #given: string;
  readonly #pieces: string[] = [];
  readonly #files: DocumentFile[] = [];
  readonly #skipped: SkippedFile[] = [];
  readonly #outline: OutlineEntry[] = [];
  readonly #warnings: string[] = [];
  #length = 0;
  #bytes = 0;

  constructor(given: string) {
    this.#given = given;
  }

  leaveOut(path: string, reason: SkipReason, message?: string): void {
    this.#skipped.push({ path, reason });
    // Why a picture or a program is left out goes without saying.
    if (message !== undefined && reason === 'unreadable') this.#warn(message);
  }

  add(path: string, parsed: ParsedText & { bytes: number }): void {
    const heading = `===== ${shownPath(path)} =====\n`;
    const { text } = parsed;
    const [start, startOffset] = [this.#length, this.#length + heading.length];
    const piece = `${heading}${text}${text.endsWith('\n') ? '\n' : '\n\n'}`;
    // What a PDF or a DOCX holds besides its text does not count.
    this.#bytes += Buffer.byteLength(text);
    if (this.#bytes > MAX_FOLDER_BYTES || start + piece.length > MAX_CHARACTERS) throw this.#tooLarge();
    this.#pieces.push(piece);
    this.#length += piece.length;
    this.#files.push({ path, startOffset, endOffset: startOffset + text.length, bytes: parsed.bytes });
    this.#addOutline(path, parsed, start, startOffset);
    for (const warning of parsed.warnings) this.#warn(`${shownPath(path)}: ${warning}`);
  }

  /** @param whole where the folder lies */
  finish(whole: string): ParsedDocument {
    if (this.#files.length === 0) {
      const problem = `no text files in this folder (${this.#skipped.length} entries left out); choose another`;
      throw documentError('no-text', this.#given, problem);
    }
    const spans = this.#files.map(({ path, startOffset, endOffset }) => {
      return { start: startOffset, end: endOffset, kind: 'file' as const, label: path };
    });
    return {
      name: basename(whole) || whole,
      path: whole,
      format: 'folder',
      text: this.#pieces.join(''),
      files: this.#files,
      skipped: this.#skipped.sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path))),
      spans,
      outline: this.#outline,
      pages: null,
      warnings: this.#warnings,
    };
  }

  #addOutline(path: string, { outline, text }: ParsedText, start: number, startOffset: number): void {
    if (this.#outline.length + 1 + outline.length > MAX_MARKS) return;
    this.#outline.push({ start, end: startOffset + text.length, title: cleanTitle(path), level: 1 });
    for (const entry of outline) {
      const level = Math.min(entry.level + 1, DEEPEST_LEVEL);
      this.#outline.push({ ...entry, start: entry.start + startOffset, end: entry.end + startOffset, level });
    }
  }

  #warn(warning: string): void {
    if (this.#warnings.length < MOST_WARNINGS) this.#warnings.push(warning);
  }

  #tooLarge(): DocumentError {
    const problem = `holds more than ${mebibytes(MAX_FOLDER_BYTES)} of text; choose a folder inside it, or leave files out with a .gitignore`;
    return documentError('too-large', this.#given, problem);
  }
}
