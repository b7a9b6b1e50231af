/** The selected document: the screen that its state calls for, and the reader beside it when that is open. */
import { lazy, Suspense } from 'react';
import type { DocumentState } from '../../../electron/contract/documents.ts';
import type { AppState } from '../../../electron/contract/state.ts';
import { useStore } from '../../state/store.ts';
import { DocumentStage } from './document-stage.tsx';
import { SplitView } from './split-view.tsx';

const Reader = lazy(() => import('../reader/reader.tsx').then(({ Reader: reader }) => ({ default: reader })));

export function DocumentView({ app, document }: { app: AppState; document: DocumentState }) {
  const open = useStore((state) => state.readerOpen);
  return (
    <SplitView
      left={<DocumentStage app={app} document={document} />}
      right={
        open ? (
          <Suspense fallback={<p className="muted reader-loading">Opening the reader…</p>}>
            <Reader id={document.id} />
          </Suspense>
        ) : null
      }
    />
  );
}
