/** A document being read, full size. */
import { Square } from 'lucide-react';
import { useRef } from 'react';
import type { DocumentState } from '../../../electron/contract/documents.ts';
import type { AppState } from '../../../electron/contract/state.ts';
import { Button } from '../../parts/button.tsx';
import { formatProgress } from '../../parts/format.ts';
import { Meter } from '../../parts/meter.tsx';
import { useFocusIfLost } from '../../parts/use-focus-if-lost.ts';
import { useNow } from '../../parts/use-now.ts';
import { stopBlocked, stopLabel } from '../../state/document-status.ts';
import { progressShare } from '../../state/progress-slice.ts';
import { cancelReading } from '../../state/reading-actions.ts';
import { useStore } from '../../state/store.ts';
import { progressFacts } from './progress-facts.ts';

export function ReadingView({ app, document }: { app: AppState; document: DocumentState }) {
  const live = useStore((state) => state.progress[document.id]);
  const now = useNow();
  const title = useRef<HTMLHeadingElement>(null);
  useFocusIfLost(title);
  const mode = app.activity?.mode ?? live?.mode ?? 'sparse';
  const stopping = app.activity?.stopping === true;
  const share = live === undefined ? null : progressShare(live);
  return (
    <div className="view reading">
      <section className="column" aria-labelledby="reading-title">
        <h2 id="reading-title" ref={title} tabIndex={-1}>
          {stopping ? 'Stopping…' : live?.progress.phase === 'tokenizing' ? 'Counting tokens' : `Reading, ${mode}`}
        </h2>
        <p className="big num" aria-hidden="true">
          {share === null ? '–' : formatProgress(share)}
        </p>
        <Meter share={share} name="Reading" size="large" tone={mode === 'dense' ? 'dense' : 'plain'} />
        <dl className="stats num">
          {progressFacts(live, now).map(({ label, value }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <div className="go">
          <Button blocked={stopBlocked(app)} onClick={() => void cancelReading()}>
            <Square size={14} aria-hidden="true" />
            {stopLabel(app, 'Cancel')}
          </Button>
          <p className="muted small">Whole micro-batches of 2,048 tokens are kept, and reading can go on from there.</p>
        </div>
      </section>
    </div>
  );
}
