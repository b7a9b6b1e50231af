/** What a document may take. Above these a file is data, or an attack, rather than something written to be read. Sizes in bytes. */

const MEBIBYTE = 1024 * 1024;

/** Largest plain text, Markdown, source or HTML file. */
export const MAX_TEXT_BYTES = 64 * MEBIBYTE;
/** Largest PDF; pdf.js holds all of it in memory. */
export const MAX_PDF_BYTES = 256 * MEBIBYTE;
/** Largest EPUB or DOCX. Only their text parts are read. */
export const MAX_ZIP_BYTES = 512 * MEBIBYTE;

/** Largest text, Markdown, source or HTML file inside a folder: above it, it is data rather than something written. */
export const MAX_FILE_BYTES = 16 * MEBIBYTE;
/** Largest folder, in bytes of its text together: some 16 million tokens, past every model's context. */
export const MAX_FOLDER_BYTES = 64 * MEBIBYTE;

/** Longest text of any document, in UTF-16 code units. */
export const MAX_CHARACTERS = 64_000_000;
/** Most lines of an outline, and most spans. */
export const MAX_MARKS = 100_000;
/** Most pages of a PDF. */
export const MAX_PAGES = 20_000;

/** Most entries of a zip file. */
export const MAX_ZIP_ENTRIES = 50_000;
/** Most bytes that are unpacked from one zip file. */
export const MAX_INFLATED_BYTES = 256 * MEBIBYTE;
/** What is packed tighter than this was made to explode. Text packs 3 to 10 times, repetitive XML up to 50 times. */
export const MAX_ZIP_RATIO = 150;
/** Below this size any ratio is harmless. */
export const HARMLESS_BYTES = 8 * MEBIBYTE;

/** A size for a message. */
export function mebibytes(bytes: number): string {
  return `${(bytes / MEBIBYTE).toFixed(bytes % MEBIBYTE === 0 ? 0 : 1)} MiB`;
}
