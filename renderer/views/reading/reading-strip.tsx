/** A document being read while something else is on the screen: one line with a bar. */
import { Square } from 'lucide-react';
import type { AppState } from '../../../electron/contract/state.ts';
import { Button } from '../../parts/button.tsx';
import { formatProgress, formatRate, formatRoughly } from '../../parts/format.ts';
import { Meter } from '../../parts/meter.tsx';
import { stopBlocked, stopLabel } from '../../state/document-status.ts';
import { progressShare } from '../../state/progress-slice.ts';
import { cancelReading } from '../../state/reading-actions.ts';
import { useStore } from '../../state/store.ts';

interface Props {
  app: AppState;
  documentId: string;
  /** Without the button, where another one stops the work. */
  bare?: boolean;
  /** What is being done, before the mode is known from the progress. */
  title?: string;
}

export function ReadingStrip({ app, documentId, bare = false, title }: Props) {
  const live = useStore((state) => state.progress[documentId]);
  const stopping = app.activity?.stopping === true;
  const share = live === undefined ? null : progressShare(live);
  const left = live?.progress.secondsLeft ?? null;
  const mode = app.activity?.mode ?? live?.mode ?? null;
  return (
    <div className="reading-strip">
      <div className="line num small">
        <strong>{stopping ? 'Stopping…' : (title ?? `Reading${mode === null ? '' : `, ${mode}`}`)}</strong>
        <span>{share === null ? '' : formatProgress(share)}</span>
        <span className="muted spring">
          {live === undefined || live.progress.tokensPerSecond <= 0 ? '' : formatRate(live.progress.tokensPerSecond)}
          {left === null ? '' : ` · ${formatRoughly(left)} left`}
        </span>
        {!bare && (
          <Button size="small" blocked={stopBlocked(app)} onClick={() => void cancelReading()}>
            <Square size={12} aria-hidden="true" />
            {stopLabel(app, 'Cancel')}
          </Button>
        )}
      </div>
      <Meter share={share} name="Reading" tone={mode === 'dense' ? 'dense' : 'plain'} />
    </div>
  );
}
