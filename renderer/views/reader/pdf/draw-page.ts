/** Draws a page with pdf.js into a canvas, and its text into a layer above it. */
import { RenderingCancelledException, TextLayer, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** Pixels that a canvas has at most; beyond it is drawn coarser. */
const MOST_PIXELS = 16_000_000;

/** The page's own size in points. A new object for each drawing. */
export interface DrawnPage {
  width: number;
  height: number;
}

/**
 * @param number the page, counted from 1
 * @param width of the page in CSS pixels
 * @throws the signal's reason when it is aborted
 */
export async function drawPage(
  pdf: PDFDocumentProxy,
  number: number,
  width: number,
  canvas: HTMLCanvasElement,
  layer: HTMLElement,
  signal: AbortSignal,
): Promise<DrawnPage> {
  const page = await pdf.getPage(number);
  signal.throwIfAborted();
  const own = page.getViewport({ scale: 1 });
  const viewport = page.getViewport({ scale: width / own.width });
  const dense = Math.min(window.devicePixelRatio, Math.sqrt(MOST_PIXELS / (viewport.width * viewport.height)));
  canvas.width = Math.floor(viewport.width * dense);
  canvas.height = Math.floor(viewport.height * dense);
  const task = page.render({ canvas, viewport, transform: [dense, 0, 0, dense, 0, 0] });
  signal.addEventListener('abort', () => task.cancel());
  try {
    await task.promise;
  } catch (error) {
    if (!(error instanceof RenderingCancelledException)) throw error;
  }
  signal.throwIfAborted();
  layer.replaceChildren();
  layer.style.setProperty('--total-scale-factor', String(viewport.scale));
  const text = new TextLayer({ textContentSource: page.streamTextContent(), container: layer, viewport });
  signal.addEventListener('abort', () => text.cancel());
  await text.render();
  signal.throwIfAborted();
  return { width: own.width, height: own.height };
}
