/** Sparse or dense, each with what it means and how long it will take. */
import { RadioGroup } from 'radix-ui';
import type { DocumentState, ExpectedTime } from '../../../electron/contract/documents.ts';
import type { Mode } from '../../../electron/contract/reading.ts';
import type { AppState } from '../../../electron/contract/state.ts';
import { Badge } from '../../parts/badge.tsx';
import { formatRoughly } from '../../parts/format.ts';
import { Skeleton } from '../../parts/skeleton.tsx';
import { documentKey, sparseRuntime } from '../../state/document-status.ts';
import { chooseMode } from '../../state/layout-actions.ts';

const MODES = [
  { mode: 'sparse', label: 'Sparse', line: 'Faster; attends to what matters most, may miss details.' },
  { mode: 'dense', label: 'Dense', line: 'Slower; attends to everything.' },
] as const;

/** Where an estimate comes from. */
export function basisText({ basis, preset }: ExpectedTime, mode: Mode): string {
  const from = basis === 'calibration' ? 'from a short calibration' : 'from this machine’s readings';
  return mode === 'sparse' ? `${from}, preset ${preset}` : from;
}

interface Props {
  app: AppState;
  document: DocumentState;
  mode: Mode;
}

export function ModeCards({ app, document, mode }: Props) {
  const key = documentKey(document);
  const available = sparseRuntime(app).available;
  return (
    <RadioGroup.Root
      className="choices two"
      aria-label="Reading mode"
      value={mode}
      onValueChange={(chosen) => chooseMode(key, chosen as Mode)}
    >
      {MODES.map(({ mode: one, label, line }) => (
        <RadioGroup.Item
          key={one}
          value={one}
          className="choice"
          disabled={one === 'sparse' && !available}
          aria-label={label}
          aria-describedby={`line-${one} expected-${one}`}
        >
          <span className="dot" aria-hidden="true" />
          <span className="head">{label}</span>
          <span className="line" id={`line-${one}`}>
            {line}
          </span>
          <Expected app={app} mode={one} expected={document.expected[one]} />
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}

interface ExpectedProps {
  app: AppState;
  mode: Mode;
  expected: ExpectedTime | null;
}

/** Why there is no estimate yet. */
function unknownText({ engine, activity }: AppState): string {
  if (engine.kind !== 'ready') return 'known once a model is loaded';
  if (activity?.kind === 'counting') return 'counting tokens…';
  return activity?.kind === 'calibrating' ? 'measuring this machine…' : 'known after a first reading';
}

/** Always two lines, so that nothing moves when the estimate arrives. */
function Expected({ app, mode, expected }: ExpectedProps) {
  const underWay = app.activity?.kind === 'calibrating' || app.activity?.kind === 'counting';
  return (
    <span className="expected num" id={`expected-${mode}`}>
      {expected === null ? (
        <>
          <span className="time">
            {underWay ? <Skeleton width={88} height={20} /> : <span className="muted">Time not known yet</span>}
          </span>
          <span className="small muted">{unknownText(app)}</span>
        </>
      ) : (
        <>
          <span className="time">
            {formatRoughly(expected.seconds)} <Badge>estimate</Badge>
          </span>
          <span className="small muted">{basisText(expected, mode)}</span>
        </>
      )}
    </span>
  );
}
