/** pdf.js as it runs outside of a browser. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { readFile } from 'node:fs/promises';
import type { PDFDocumentProxy } from 'pdfjs-dist';
import { documentError, fromFileSystem } from '../document-error.ts';
import type { SourceFile } from '../parsed-document.ts';

const ERRORS_ONLY = 0;

/**
 * Opens a PDF. Nothing in it runs, nothing is fetched, and nothing is drawn. To be destroyed afterwards.
 * @throws DocumentError 'protected' for one that asks for a password, 'damaged', or as reading the file fails.
 */
export async function openPdf(source: SourceFile, signal: AbortSignal | undefined): Promise<PDFDocumentProxy> {
  const bytes = await readFile(source.path, { signal }).catch((cause: unknown) => {
    signal?.throwIfAborted();
    throw fromFileSystem(source.given, cause);
  });
  standInForDrawing();
  // Loading it takes a while and memory, so only PDFs do.
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const folder = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
  const task = getDocument({
    data: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    verbosity: ERRORS_ONLY,
    isEvalSupported: false,
    disableFontFace: true,
    useSystemFonts: false,
    useWorkerFetch: false,
    isOffscreenCanvasSupported: false,
    stopAtErrors: false,
    enableXfa: false,
    cMapUrl: `${join(folder, 'cmaps')}/`,
    standardFontDataUrl: `${join(folder, 'standard_fonts')}/`,
  });
  try {
    return await task.promise;
  } catch (cause) {
    await task.destroy();
    throw refusal(source, cause);
  }
}

/**
 * pdf.js asks for a browser's drawing classes as soon as it is loaded, and takes them from an optional native package. Nothing is drawn
 * here, so that any class will do, and a text can be read where that package is missing.
 */
function standInForDrawing(): void {
  const known = globalThis as Record<string, unknown>;
  for (const name of ['DOMMatrix', 'ImageData', 'Path2D']) known[name] ??= Object;
}

function refusal(source: SourceFile, cause: unknown) {
  const name = cause instanceof Error ? cause.name : '';
  if (name === 'PasswordException') {
    const problem = 'is protected with a password; open it in a PDF viewer and save a copy without one';
    return documentError('protected', source.given, problem, cause);
  }
  const detail = cause instanceof Error ? cause.message.split('\n', 1)[0] : String(cause);
  const problem = `is not a PDF that can be read (${detail}); get it again or save it anew from a PDF viewer`;
  return documentError('damaged', source.given, problem, cause);
}
