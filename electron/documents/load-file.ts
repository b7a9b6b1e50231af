/** One file of any format as text. */
import { open, readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { decodeMarkup } from './html/html-bytes.ts';
import { decodeText } from './text/decode-text.ts';
import { detectFormat, HEAD_BYTES, zipFormat, type FileFormat } from './detect-format.ts';
import { documentError, DocumentError, fromFileSystem } from './document-error.ts';
import { MAX_CHARACTERS, MAX_PDF_BYTES, MAX_TEXT_BYTES, MAX_ZIP_BYTES, mebibytes } from './limits.ts';
import type { LoadOptions, ParsedText, SourceFile } from './parsed-document.ts';
import { chapterSpans, toOutline, type Heading } from './sections.ts';

export interface FileOptions extends LoadOptions {
  /** Largest plain text, Markdown, source or HTML file in bytes; default: MAX_TEXT_BYTES. */
  maxTextBytes?: number;
  /** Take HTML for source code. */
  htmlAsCode?: boolean;
}

/**
 * @param path where it lies
 * @param given how errors name it
 * @throws DocumentError of any kind but 'missing' for folders and 'no-text'; the signal's reason when it is aborted.
 */
export async function loadFile(
  path: string,
  given: string,
  options: FileOptions = {},
): Promise<ParsedText & { bytes: number }> {
  const { signal } = options;
  try {
    signal?.throwIfAborted();
    const { size } = await stat(path);
    const source: SourceFile = { path, given, size };
    const format = await formatOf(source);
    const largest =
      format === 'pdf' ? MAX_PDF_BYTES : format === 'zip' ? MAX_ZIP_BYTES : (options.maxTextBytes ?? MAX_TEXT_BYTES);
    if (size > largest) {
      const problem = `${mebibytes(size)} is over the limit of ${mebibytes(largest)} for one file of this kind; split it and give the part you need`;
      throw documentError('too-large', given, problem);
    }
    const parsed = await parse(source, format, options);
    if (parsed.text.trim() === '') throw documentError('empty', given, 'there is no text in it; choose another file');
    if (parsed.text.length > MAX_CHARACTERS) throw tooMuchText(given);
    return { ...parsed, bytes: size };
  } catch (cause) {
    signal?.throwIfAborted();
    throw asDocumentError(given, cause);
  }
}

function asDocumentError(given: string, cause: unknown): DocumentError {
  if (cause instanceof DocumentError) return cause;
  if (cause instanceof Error && cause.name === 'TooMuchText') return tooMuchText(given);
  if (
    typeof (cause as NodeJS.ErrnoException).syscall === 'string' ||
    (cause as NodeJS.ErrnoException).code === 'ERR_INVALID_ARG_VALUE'
  ) {
    return fromFileSystem(given, cause);
  }
  const detail = cause instanceof Error ? cause.message.split('\n', 1)[0] : String(cause);
  return documentError(
    'damaged',
    given,
    `cannot be read as what it is (${detail}); get it again or save it anew`,
    cause,
  );
}

function tooMuchText(given: string): DocumentError {
  const problem = `holds more than ${MAX_CHARACTERS / 1e6} million characters of text; split it and give the part you need`;
  return documentError('too-large', given, problem);
}

async function formatOf(source: SourceFile): Promise<FileFormat | 'zip'> {
  const file = await open(source.path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const format = detectFormat(buffer.subarray(0, bytesRead), basename(source.path));
    if (typeof format === 'object') throw documentError('binary', source.given, format.unsupported);
    return format;
  } finally {
    await file.close();
  }
}

/** The parsers of the larger formats are loaded only where one is needed. */
async function parse(source: SourceFile, format: FileFormat | 'zip', options: FileOptions): Promise<ParsedText> {
  switch (format) {
    case 'pdf':
      return (await import('./pdf/pdf-document.ts')).parsePdf(source, options);
    case 'zip':
    case 'epub':
    case 'docx':
      return await parseZip(source, options);
    default:
      return await parsePlain(source, format === 'html' && options.htmlAsCode === true ? 'code' : format, options);
  }
}

async function parseZip(source: SourceFile, options: FileOptions): Promise<ParsedText> {
  const { ZipReader } = await import('./zip/zip-reader.ts');
  const zip = await ZipReader.open(source);
  const format = zipFormat(zip.names);
  zip.close();
  if (typeof format === 'object') throw documentError('binary', source.given, format.unsupported);
  if (format === 'epub') return (await import('./epub/epub-document.ts')).parseEpub(source, options);
  return (await import('./docx/docx-document.ts')).parseDocx(source);
}

async function parsePlain(
  source: SourceFile,
  format: 'text' | 'markdown' | 'code' | 'html',
  options: FileOptions,
): Promise<ParsedText> {
  const bytes = await readFile(source.path, { signal: options.signal });
  const text = format === 'html' ? decodeMarkup(bytes) : decodeText(bytes);
  if (text === undefined) {
    throw documentError('binary', source.given, 'not a text file; convert it to text (UTF-8) first');
  }
  switch (format) {
    case 'html':
      return (await import('./html/html-document.ts')).parseHtml(text);
    case 'markdown':
      return withHeadings(format, text, (await import('./text/markdown-outline.ts')).markdownHeadings(text));
    case 'text':
      return withHeadings(format, text, (await import('./text/text-outline.ts')).textHeadings(text));
    case 'code':
      return withHeadings(format, text, []);
  }
}

function withHeadings(format: 'text' | 'markdown' | 'code', text: string, headings: readonly Heading[]): ParsedText {
  const outline = toOutline(headings, text.length);
  return { format, text, spans: chapterSpans(outline, text.length), outline, pages: null, warnings: [] };
}
