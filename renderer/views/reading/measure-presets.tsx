/** A model whose presets are not measured yet: what that means, and the button that measures them. */
import { Gauge, Square } from 'lucide-react';
import type { AppState } from '../../../electron/contract/state.ts';
import { Button } from '../../parts/button.tsx';
import { formatRoughly } from '../../parts/format.ts';
import { Meter } from '../../parts/meter.tsx';
import { measurePresets, stopMeasuring } from '../../state/calibration-actions.ts';
import { blockedReason } from '../../state/document-status.ts';
import { useStore } from '../../state/store.ts';

export function MeasurePresets({ app }: { app: AppState }) {
  if (app.engine.kind !== 'ready' || !app.engine.model.runtime.patched) return null;
  if (app.activity?.kind === 'measuring-presets') return <Measuring stopping={app.activity.stopping} />;
  return (
    <div className="note below measure">
      <p className="small">
        What the presets lose with this model is not measured yet. Until it is, all three read alike, with a setting
        that suits models of its kind. Measuring takes some twenty short readings and is done once.
      </p>
      <Button size="small" blocked={blockedReason(app)} onClick={() => void measurePresets()}>
        <Gauge size={14} aria-hidden="true" />
        Measure now
      </Button>
    </div>
  );
}

function Measuring({ stopping }: { stopping: boolean }) {
  const progress = useStore((state) => state.calibration);
  const left = progress?.secondsLeft ?? null;
  return (
    <div className="note below measure">
      <div className="line num small">
        <strong>{stopping ? 'Stopping…' : 'Measuring the presets'}</strong>
        <span className="muted spring">
          {progress === null ? '' : progress.what}
          {left === null ? '' : ` · ${formatRoughly(left)} left at most`}
        </span>
        <Button
          size="small"
          blocked={stopping ? 'It stops after the step in hand.' : null}
          onClick={() => void stopMeasuring()}
        >
          <Square size={12} aria-hidden="true" />
          Cancel
        </Button>
      </div>
      <Meter share={progress === null ? null : progress.done / progress.total} name="Measuring the presets" />
    </div>
  );
}
