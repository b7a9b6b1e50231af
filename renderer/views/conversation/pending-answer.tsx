/** An answer in flight: the reading it needs first, then the wait for the first token, then its text. */
import type { DocumentState } from '../../../electron/contract/documents.ts';
import type { AppState } from '../../../electron/contract/state.ts';
import { Markdown } from '../../parts/markdown.tsx';
import type { Exchange } from '../../state/conversation-slice.ts';
import { progressShare } from '../../state/progress-slice.ts';
import { useStore } from '../../state/store.ts';
import { ReadingStrip } from '../reading/reading-strip.tsx';

interface Props {
  app: AppState;
  document: DocumentState;
  exchange: Exchange;
}

export function PendingAnswer({ app, document, exchange }: Props) {
  const text = useStore((state) => state.streams[exchange.id] ?? '');
  const live = useStore((state) => state.progress[document.id]);
  if (text !== '') return <Markdown text={text} />;
  const share = live === undefined ? null : progressShare(live);
  if (live !== undefined && share !== 1) {
    return <ReadingStrip app={app} documentId={document.id} bare title={`Reading first, ${exchange.mode}`} />;
  }
  return (
    <p className="thinking muted">
      <span className="dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      Reading the question
    </p>
  );
}
