/** Opens originals with pdf.js, whose worker is a file of the page. Nothing in a PDF runs: no scripts, no forms, no eval. */
import {
  getDocument,
  GlobalWorkerOptions,
  type PDFDocumentLoadingTask,
  type PDFDocumentProxy,
} from 'pdfjs-dist/legacy/build/pdf.mjs';
import PdfWorker from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?worker';
import openJpeg from 'pdfjs-dist/wasm/openjpeg_nowasm_fallback.js?url';
import { CMapReaderFactory, StandardFontDataFactory } from './pdf-data.ts';

/**
 * pdf.js adds this decoder's file name to a folder; ours has a hash in its name, so the folder is the file itself with the name behind it
 * as a query.
 */
const DECODERS = `${openJpeg}?/`;

/** @throws Error with a sentence for people when the original is not there or is no PDF that can be shown */
async function bytesOf(id: string, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(`/originals/${encodeURIComponent(id)}`, { signal, credentials: 'same-origin' }).catch(
    (cause: unknown) => {
      signal.throwIfAborted();
      throw new Error('The original file could not be fetched, so its pages cannot be shown.', { cause });
    },
  );
  if (!response.ok) {
    throw new Error('The original file is not where it was, so its pages cannot be shown. Its text is still here.');
  }
  return new Uint8Array(await response.arrayBuffer());
}

export interface OpenPdf {
  pdf: PDFDocumentProxy;
  /** Width and height of the first page, in points of the page. */
  first: { width: number; height: number };
}

/** @param signal closes the file again, also later */
export async function openPdf(id: string, signal: AbortSignal): Promise<OpenPdf> {
  const data = await bytesOf(id, signal);
  signal.throwIfAborted();
  GlobalWorkerOptions.workerPort ??= new PdfWorker();
  const task: PDFDocumentLoadingTask = getDocument({
    data,
    isEvalSupported: false,
    enableXfa: false,
    // The page's policy lets no WebAssembly be compiled.
    useWasm: false,
    wasmUrl: DECODERS,
    useWorkerFetch: false,
    CMapReaderFactory,
    StandardFontDataFactory,
  });
  signal.addEventListener('abort', () => void task.destroy());
  const pdf = await task.promise;
  const { width, height } = (await pdf.getPage(1)).getViewport({ scale: 1 });
  return { pdf, first: { width, height } };
}

/** What went wrong as a sentence. */
export function pdfProblem(error: unknown): string {
  const name = error instanceof Error ? error.name : '';
  if (name === 'PasswordException') return 'The file is protected by a password. Its pages cannot be shown.';
  if (name === 'InvalidPDFException') return 'The file is damaged. Its pages cannot be shown.';
  return error instanceof Error ? error.message : String(error);
}
