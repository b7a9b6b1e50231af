/** Which reading answers, and what choosing it costs. */
import type { DocumentState } from '../../../electron/contract/documents.ts';
import type { AppState } from '../../../electron/contract/state.ts';
import { asSentence, formatRoughly } from '../../parts/format.ts';
import { Segmented } from '../../parts/segmented.tsx';
import { completeReading, currentMode, documentKey, leavesMemory, sparseRuntime } from '../../state/document-status.ts';
import { chooseMode } from '../../state/layout-actions.ts';
import { useStore } from '../../state/store.ts';

interface Props {
  app: AppState;
  document: DocumentState;
  /** Goes before what this says by itself. */
  note: string | null;
}

export function ModeChoice({ app, document, note }: Props) {
  const key = documentKey(document);
  const mode = currentMode(
    app,
    document,
    useStore((state) => state.modes[key]),
  );
  const runtime = sparseRuntime(app);
  const reading = completeReading(document, mode);
  const seconds = document.expected[mode]?.seconds;
  const leaving = leavesMemory(app, document);
  const time =
    (seconds === undefined ? '' : `, ${formatRoughly(seconds)} (estimate)`) +
    (leaving === null ? '' : `; ${leaving.name} then leaves memory`);
  const cost =
    reading === null
      ? `Not read ${mode} yet: asking reads it first${time}.`
      : reading.inMemory
        ? ''
        : `The ${mode} reading is no longer in memory: asking reads it again first${time}.`;
  return (
    <>
      <span className="muted small answer-from" aria-hidden="true">
        Answer from
      </span>
      <Segmented
        name="Answer from"
        size="small"
        value={mode}
        options={[
          {
            value: 'sparse',
            label: 'Sparse',
            disabled: !runtime.available,
            title: runtime.reason === null ? undefined : asSentence(runtime.reason),
          },
          { value: 'dense', label: 'Dense' },
        ]}
        onChange={(chosen) => chooseMode(key, chosen)}
      />
      <p id="composer-note" className="muted small num note-line" title={note ?? cost}>
        {note ?? cost}
      </p>
    </>
  );
}
