/** The buttons of the report that start a reading: the way that is missing, the rest of a partial one, another preset. */
import { Play } from 'lucide-react';
import type { DocumentState } from '../../../electron/contract/documents.ts';
import type { Mode } from '../../../electron/contract/reading.ts';
import type { AppState } from '../../../electron/contract/state.ts';
import { Button } from '../../parts/button.tsx';
import { Disclosure } from '../../parts/disclosure.tsx';
import { asSentence, formatRoughly } from '../../parts/format.ts';
import {
  blockedReason,
  completeReading,
  documentKey,
  isOfLoadedModel,
  isReadingNow,
  leavesMemory,
  otherMode,
  partialReading,
  sparseRuntime,
  suggestedPreset,
} from '../../state/document-status.ts';
import { choosePreset } from '../../state/layout-actions.ts';
import { startReading } from '../../state/reading-actions.ts';
import { useStore } from '../../state/store.ts';
import { PresetSelect } from '../reading/preset-select.tsx';
import { basisText } from '../unread/mode-cards.tsx';

interface Props {
  app: AppState;
  document: DocumentState;
  mode: Mode;
}

function useNamedPreset({ app, document }: Props) {
  const chosen = useStore((state) => state.presets[documentKey(document)]);
  return chosen ?? suggestedPreset(app);
}

/** Why this mode cannot be read now; null when it can. */
function blockedFor({ app, document, mode }: Props): string | null {
  if (mode === 'sparse' && !sparseRuntime(app).available) return asSentence(sparseRuntime(app).reason ?? '');
  if (document.size?.fits === false) return 'The document does not fit this model.';
  return blockedReason(app) ?? (document.size === null ? 'The document is still being counted.' : null);
}

/** What reading costs other than time: what another document has in memory. Empty when nothing. */
function leaving({ app, document }: Props): string {
  const other = leavesMemory(app, document);
  return other === null ? '' : ` ${other.name} then leaves memory.`;
}

/** What a tab says whose reading has not been made. */
export function ReadThisWay(props: Props) {
  const { app, document, mode } = props;
  const preset = useNamedPreset(props);
  const blocked = blockedFor(props);
  const other = completeReading(document, otherMode(mode));
  const expected = document.expected[mode];
  if (isReadingNow(app, document) && app.activity?.mode === mode) {
    return <p className="small muted">It is being read {mode} now. The figures stand here as they come.</p>;
  }
  if (other === null) {
    return <p className="small muted">The figures of the {mode} reading stand here once it is made.</p>;
  }
  return (
    <section className="card">
      <h3>Not read {mode} yet</h3>
      <p className="small muted">
        {isOfLoadedModel(app, other.metrics)
          ? `Reading it ${mode} too measures the speedup, and answers can then come from either reading.`
          : `The ${otherMode(mode)} reading is another model’s, so the two will not be compared.`}
      </p>
      <Button blocked={blocked} onClick={() => void startReading(document, mode, preset)}>
        <Play size={14} aria-hidden="true" />
        Read {mode} too{expected !== null && `, ${formatRoughly(expected.seconds)}`}
      </Button>
      <p className="small muted num">
        {blocked ??
          (expected === null
            ? `How long it takes is not known yet.${leaving(props)}`
            : `The time is an estimate ${basisText(expected, mode)}.${leaving(props)}`)}
      </p>
    </section>
  );
}

/** What goes on from a reading that is there: its rest, or the other way. */
export function ReadNext(props: Props) {
  const { app, document, mode } = props;
  const preset = useNamedPreset(props);
  if (partialReading(document, mode) !== null) {
    return isReadingNow(app, document) ? null : (
      <Button blocked={blockedFor(props)} onClick={() => void startReading(document, mode, preset)}>
        <Play size={14} aria-hidden="true" />
        Continue reading
      </Button>
    );
  }
  const other = otherMode(mode);
  return (
    <>
      {completeReading(document, mode)?.inMemory === false && !isReadingNow(app, document) && (
        <Button blocked={blockedFor(props)} onClick={() => void startReading(document, mode, preset)}>
          <Play size={14} aria-hidden="true" />
          Read {mode} again
        </Button>
      )}
      {completeReading(document, other) === null && <ReadThisWay {...props} mode={other} />}
    </>
  );
}

/** The same way with another preset, in place of the reading that is there. */
export function ReadOtherPreset(props: Props) {
  const { app, document, mode } = props;
  const preset = useNamedPreset(props);
  const reading = completeReading(document, mode);
  if (reading?.inMemory !== true || isReadingNow(app, document)) return null;
  const made = reading.metrics.preset;
  return (
    <Disclosure label="Read again with another preset">
      <div className="again">
        <PresetSelect app={app} value={preset} onChange={(chosen) => choosePreset(documentKey(document), chosen)} />
        <Button
          blocked={preset === made ? 'It is read with this preset.' : blockedFor(props)}
          onClick={() => void startReading(document, mode, preset)}
        >
          Read with {preset}
        </Button>
      </div>
    </Disclosure>
  );
}
