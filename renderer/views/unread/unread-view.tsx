/** A document that is not read yet: what it is, whether it fits, how long reading takes, and the button. */
import { CircleAlert, Play } from 'lucide-react';
import type { DocumentState } from '../../../electron/contract/documents.ts';
import type { AppState } from '../../../electron/contract/state.ts';
import { Button } from '../../parts/button.tsx';
import { asSentence, formatCount, formatProgress, withStop } from '../../parts/format.ts';
import {
  blockedReason,
  currentMode,
  documentKey,
  partialReading,
  sparseRuntime,
  suggestedPreset,
} from '../../state/document-status.ts';
import { choosePreset } from '../../state/layout-actions.ts';
import { startReading } from '../../state/reading-actions.ts';
import { useStore } from '../../state/store.ts';
import { PresetSelect } from '../reading/preset-select.tsx';
import { DocumentFacts } from './document-facts.tsx';
import { ModeCards } from './mode-cards.tsx';
import { SizeBar } from './size-bar.tsx';

export function UnreadView({ app, document }: { app: AppState; document: DocumentState }) {
  const key = documentKey(document);
  const mode = currentMode(
    app,
    document,
    useStore((state) => state.modes[key]),
  );
  const preset = useStore((state) => state.presets[key]) ?? suggestedPreset(app);
  const partial = partialReading(document, mode);
  const blocked =
    blockedReason(app) ??
    (document.size === null
      ? 'The document is still being counted.'
      : document.size.fits
        ? null
        : 'The document does not fit.');
  const runtime = sparseRuntime(app);
  return (
    <div className="view unread">
      <div className="column">
        <DocumentFacts document={document} />
        <SizeBar size={document.size} counting={app.engine.kind === 'ready'} />
        {document.error !== null && (
          <div className="note bad" role="alert">
            <CircleAlert size={16} aria-hidden="true" />
            <p>{asSentence(document.error.message)}</p>
          </div>
        )}
        <section aria-labelledby="how-title">
          <h2 id="how-title">How to read it</h2>
          <ModeCards app={app} document={document} mode={mode} />
          {runtime.reason !== null && <p className="muted small below">Dense only: {withStop(runtime.reason)}</p>}
        </section>
        {mode === 'sparse' && (
          <section aria-labelledby="preset-title">
            <h2 id="preset-title">Preset of the sparse reading</h2>
            <PresetSelect app={app} value={preset} onChange={(chosen) => choosePreset(key, chosen)} />
          </section>
        )}
        <div className="go">
          <Button
            look="primary"
            size="large"
            blocked={blocked}
            aria-describedby="read-note"
            onClick={() => void startReading(document, mode, preset)}
          >
            <Play size={16} aria-hidden="true" />
            {partial === null ? 'Read' : 'Continue reading'}
          </Button>
          <p id="read-note" className="muted small num">
            {blocked ??
              (partial === null
                ? 'You can stop at any time; whole micro-batches of 2,048 tokens are kept.'
                : `${formatProgress(partial.metrics.tokensRead / partial.metrics.tokens)} is read: ` +
                  `${formatCount(partial.metrics.tokensRead)} of ${formatCount(partial.metrics.tokens)} tokens.`)}
          </p>
        </div>
      </div>
    </div>
  );
}
