/** A PDF's pages as they were laid out, of which only those near the window are drawn. */
import '../../../styles/pdf.css';
import { useVirtualizer } from '@tanstack/react-virtual';
import { CircleAlert } from 'lucide-react';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { ReaderDocument } from '../../../../electron/contract/library.ts';
import { Button } from '../../../parts/button.tsx';
import { chooseLook, flashFor, rememberPlace, takeVisit } from '../../../state/reader-actions.ts';
import { textOf } from '../../../state/reader-texts.ts';
import { getState, useStore } from '../../../state/store.ts';
import { pageOf, pageSpans } from './page-spans.ts';
import { openPdf, pdfProblem, type OpenPdf } from './pdf-file.ts';
import { PdfPage } from './pdf-page.tsx';
import { PdfSelection } from './pdf-selection.tsx';

/** Pixels between pages, and the widest that a page is shown. */
const GAP = 16;
const WIDEST = 1100;

export function PdfView({ document }: { document: ReaderDocument }) {
  const { id } = document;
  const [open, setOpen] = useState<OpenPdf | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    openPdf(id, abort.signal).then(setOpen, (error: unknown) => {
      if (!abort.signal.aborted) setProblem(pdfProblem(error));
    });
    return () => abort.abort();
  }, [id]);

  if (problem !== null) {
    return (
      <div className="reader-empty">
        <CircleAlert size={20} aria-hidden="true" />
        <p role="alert">{problem}</p>
        <Button onClick={() => chooseLook(id, 'text')}>Show the text</Button>
      </div>
    );
  }
  return open === null ? (
    <p className="reader-empty muted" role="status">
      Opening the pages…
    </p>
  ) : (
    <Pages document={document} open={open} />
  );
}

function Pages({ document, open: { pdf, first } }: { document: ReaderDocument; open: OpenPdf }) {
  const { id, characters } = document;
  const spans = useMemo(() => pageSpans(document), [document]);
  const store = useMemo(() => textOf(id, characters), [id, characters]);
  const scroller = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const ratio = first.height / first.width;

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => setWidth(Math.min(WIDEST, Math.max(200, element.clientWidth - 2 * GAP))));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  // eslint-disable-next-line react-hooks/incompatible-library -- its functions are only called here and in effects
  const rows = useVirtualizer({
    count: width === 0 ? 0 : pdf.numPages,
    getScrollElement: () => scroller.current,
    estimateSize: () => width * ratio + GAP,
    overscan: 1,
  });
  const { measure } = rows;
  useEffect(() => measure(), [measure, width]);

  const show = useRef(rows.scrollToIndex);
  useEffect(() => {
    show.current = rows.scrollToIndex;
  });
  const target = useStore((state) => (state.readerTarget?.documentId === id ? state.readerTarget : null));
  const ready = width !== 0;
  useEffect(() => {
    if (ready) show.current(pageOf(spans, getState().readerPlaces[id] ?? 0), { align: 'start' });
  }, [ready, id, spans]);
  useEffect(() => {
    if (!ready || target === null || !takeVisit(target)) return;
    show.current(pageOf(spans, target.start), { align: 'start' });
    if (target.flash) flashFor(target);
  }, [ready, spans, target]);

  const shown = rows.getVirtualItems();
  const top = rows.scrollOffset ?? 0;
  const here = shown.find(({ end }) => end > top + 80)?.index ?? 0;
  const moved = useRef(false);
  useEffect(() => {
    const start = spans[here]?.start;
    // The first answer comes before the place that was asked for is reached.
    if (moved.current && start !== undefined) rememberPlace(id, start);
    moved.current = true;
  }, [id, spans, here]);

  const read = useCallback((start: number, end: number) => store.read(start, end), [store]);
  return (
    <div className="text-view">
      <div
        ref={scroller}
        className="pdf-scroller"
        tabIndex={0}
        role="document"
        aria-label={`Pages of ${document.title}`}
      >
        <div className="text-rows pdf-rows" style={{ height: rows.getTotalSize() }}>
          {shown.map(({ index, start }) => (
            <div
              key={index}
              ref={rows.measureElement}
              data-index={index}
              className="pdf-row"
              style={{ transform: `translateY(${start}px)`, paddingBottom: GAP }}
            >
              <PdfPage
                document={document}
                pdf={pdf}
                index={index}
                span={spans[index]}
                width={width}
                ratio={ratio}
                read={read}
              />
            </div>
          ))}
        </div>
      </div>
      <PdfSelection document={document} spans={spans} store={store} scroller={scroller} />
    </div>
  );
}
