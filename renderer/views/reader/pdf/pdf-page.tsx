/** One page: its picture, its text above it so that it can be selected, and highlights between the two. */
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { memo, useEffect, useRef, useState } from 'react';
import type { ReaderDocument } from '../../../../electron/contract/library.ts';
import type { TextSpan } from '../../../../electron/contract/sources.ts';
import { drawPage, type DrawnPage } from './draw-page.ts';
import { PageMarks } from './page-marks.tsx';

interface Props {
  document: ReaderDocument;
  pdf: PDFDocumentProxy;
  /** Counted from 0. */
  index: number;
  /** The page's text; undefined where it was not taken out. */
  span: TextSpan | undefined;
  /** Pixels. */
  width: number;
  /** Height by width until the page's own is known. */
  ratio: number;
  read: (start: number, end: number) => Promise<string>;
}

export const PdfPage = memo(function PdfPage({ document, pdf, index, span, width, ratio, read }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const text = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState<DrawnPage | null>(null);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    const abort = new AbortController();
    if (canvas.current === null || text.current === null) return;
    drawPage(pdf, index + 1, width, canvas.current, text.current, abort.signal).then(setDrawn, () => {
      if (!abort.signal.aborted) setFailed(true);
    });
    return () => abort.abort();
  }, [pdf, index, width]);

  const height = drawn === null ? width * ratio : (width * drawn.height) / drawn.width;
  return (
    <div
      className="pdf-page"
      style={{ width, height }}
      data-page={index}
      role="region"
      aria-label={`Page ${span?.label ?? index + 1}`}
    >
      <canvas ref={canvas} aria-hidden="true" />
      {drawn !== null && span !== undefined && (
        <PageMarks documentId={document.id} span={span} layer={text} drawn={drawn} read={read} />
      )}
      <div ref={text} className="textLayer" />
      {failed && <p className="pdf-failed muted">This page cannot be drawn. Its text is under “Text”.</p>}
    </div>
  );
});
