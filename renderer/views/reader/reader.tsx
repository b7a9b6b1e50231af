/** The reader: the document's text or pages, with outline, highlights, find and go-to. Loaded when it is opened first. */
import '../../styles/reader.css';
import { CircleAlert } from 'lucide-react';
import { lazy, Suspense, useEffect } from 'react';
import type { ReaderDocument } from '../../../electron/contract/library.ts';
import { Button } from '../../parts/button.tsx';
import { loadReader } from '../../state/reader-actions.ts';
import { useStore } from '../../state/store.ts';
import { NoteDialog } from './note-dialog.tsx';
import { ReaderBars } from './reader-bars.tsx';
import { ReaderHead } from './reader-head.tsx';
import { HighlightsPanel } from './highlights-panel.tsx';
import { OutlinePanel } from './outline-panel.tsx';
import { TextView } from './text-view.tsx';

const PdfView = lazy(() => import('./pdf/pdf-view.tsx').then(({ PdfView: view }) => ({ default: view })));

/** @param id of the open document, which is also the library's */
export function Reader({ id }: { id: string }) {
  const document = useStore((state) => state.readerDocuments[id]);
  const failure = useStore((state) => state.readerFailures[id]);
  useEffect(() => void loadReader(id), [id]);

  return (
    <section className="reader" aria-label="Reader">
      <h2 className="sr-only">Reader</h2>
      <ReaderHead id={id} document={document ?? null} />
      {document !== undefined ? (
        <ReaderBody document={document} />
      ) : failure === undefined ? (
        <p className="reader-empty muted" role="status">
          Opening…
        </p>
      ) : (
        <div className="reader-empty">
          <CircleAlert size={20} aria-hidden="true" />
          <p role="alert">{failure.message}</p>
          <Button onClick={() => void loadReader(id)}>Try again</Button>
        </div>
      )}
    </section>
  );
}

function ReaderBody({ document }: { document: ReaderDocument }) {
  const { id, format, hasOriginal, characters } = document;
  const side = useStore((state) => state.readerSide);
  const look = useStore((state) => state.readerViews[id] ?? 'pages');
  const pages = format === 'pdf' && hasOriginal && look === 'pages';
  return (
    <>
      <ReaderBars document={document} />
      <div className="reader-body">
        {side === 'outline' && <OutlinePanel document={document} />}
        {side === 'highlights' && <HighlightsPanel document={document} />}
        {pages ? (
          <Suspense fallback={<p className="reader-empty muted">Opening the pages…</p>}>
            <PdfView key={id} document={document} />
          </Suspense>
        ) : characters === 0 ? (
          <p className="reader-empty muted">There is no text in this document.</p>
        ) : (
          <TextView key={id} document={document} />
        )}
      </div>
      <NoteDialog documentId={id} />
    </>
  );
}
