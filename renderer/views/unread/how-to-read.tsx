/** The choices of a reading and the button that begins it. */
import { Play } from 'lucide-react';
import { useRef } from 'react';
import type { DocumentState } from '../../../electron/contract/documents.ts';
import type { Mode } from '../../../electron/contract/reading.ts';
import type { AppState } from '../../../electron/contract/state.ts';
import { Button } from '../../parts/button.tsx';
import { formatCount, formatProgress, withStop } from '../../parts/format.ts';
import { useBottomBar } from '../../parts/use-bottom-bar.ts';
import { useFocusIfLost } from '../../parts/use-focus-if-lost.ts';
import {
  blockedFor,
  currentMode,
  documentKey,
  leavesMemory,
  partialReading,
  sparseRuntime,
  suggestedPreset,
} from '../../state/document-status.ts';
import { choosePreset } from '../../state/layout-actions.ts';
import { startReading } from '../../state/reading-actions.ts';
import { useStore } from '../../state/store.ts';
import { PresetSelect } from '../reading/preset-select.tsx';
import { ModeCards } from './mode-cards.tsx';

export function HowToRead({ app, document }: { app: AppState; document: DocumentState }) {
  const key = documentKey(document);
  const mode = currentMode(
    app,
    document,
    useStore((state) => state.modes[key]),
  );
  const preset = useStore((state) => state.presets[key]) ?? suggestedPreset(app);
  const blocked = blockedFor(app, document) ?? (document.size === null ? 'The document is still being counted.' : null);
  const runtime = sparseRuntime(app);
  const title = useRef<HTMLHeadingElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  // The title rather than the button: a key that is still held from "Cancel" would press that.
  useFocusIfLost(title);
  useBottomBar(bar);
  return (
    <>
      <section aria-labelledby="how-title">
        <h2 id="how-title" ref={title} tabIndex={-1}>
          How to read it
        </h2>
        <ModeCards app={app} document={document} mode={mode} />
        {runtime.reason !== null && <p className="muted small below">Dense only: {withStop(runtime.reason)}</p>}
      </section>
      {mode === 'sparse' && (
        <section aria-labelledby="preset-title">
          <h2 id="preset-title">How closely sparse reading looks</h2>
          <PresetSelect app={app} value={preset} onChange={(chosen) => choosePreset(key, chosen)} />
        </section>
      )}
      <div className="go" ref={bar}>
        <Button
          look="primary"
          size="large"
          blocked={blocked}
          aria-describedby="read-note"
          onClick={() => void startReading(document, mode, preset)}
        >
          <Play size={16} aria-hidden="true" />
          {partialReading(document, mode) === null ? 'Read' : 'Continue reading'}
        </Button>
        <p id="read-note" className="muted small num">
          {blocked ?? readNote(app, document, mode)}
        </p>
      </div>
    </>
  );
}

/** What reading it now means. */
function readNote(app: AppState, document: DocumentState, mode: Mode): string {
  const partial = partialReading(document, mode)?.metrics;
  if (partial !== undefined) {
    const { tokensRead, tokens } = partial;
    return `${formatProgress(tokensRead / tokens)} is read: ${formatCount(tokensRead)} of ${formatCount(tokens)} tokens.`;
  }
  const leaving = leavesMemory(app, document);
  const other = leaving === null ? '' : ` ${leaving.name} leaves memory; asking about it reads it again.`;
  return `You can stop at any time; whole micro-batches of 2,048 tokens are kept.${other}`;
}
