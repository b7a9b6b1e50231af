/** The presets of sparse reading, each with a line on what it is for and what it loses with the loaded model. */
import { RadioGroup } from 'radix-ui';
import { DEFAULT_PRESET } from '../../../electron/contract/presets.ts';
import type { AppState } from '../../../electron/contract/state.ts';
import { Badge } from '../../parts/badge.tsx';
import type { NamedPreset } from '../../state/layout-slice.ts';
import { MeasurePresets } from './measure-presets.tsx';
import { lossExplained, lossText, measuredOf, PRESETS } from './preset-words.ts';

interface Props {
  app: AppState;
  value: NamedPreset;
  onChange: (preset: NamedPreset) => void;
}

export function PresetSelect({ app, value, onChange }: Props) {
  const calibration = app.engine.kind === 'ready' ? app.engine.model.calibration : null;
  const chosen = measuredOf(calibration, value);
  return (
    <>
      <RadioGroup.Root
        className="choices three"
        aria-label="Preset"
        value={value}
        onValueChange={(preset) => onChange(preset as NamedPreset)}
      >
        {PRESETS.map((preset) => {
          const measured = measuredOf(calibration, preset.value);
          return (
            <RadioGroup.Item
              key={preset.value}
              value={preset.value}
              className="choice"
              aria-label={preset.label}
              aria-describedby={`preset-${preset.value}`}
            >
              <span className="dot" aria-hidden="true" />
              <span className="head">
                {preset.label}
                {preset.value === DEFAULT_PRESET && <Badge tone="accent">default</Badge>}
              </span>
              <span className="line" id={`preset-${preset.value}`}>
                {preset.line}
                {measured !== null && (
                  <span className="measured num">
                    {lossText(measured.loss)}
                    {!measured.within && ': more than this preset should lose'}
                  </span>
                )}
              </span>
            </RadioGroup.Item>
          );
        })}
      </RadioGroup.Root>
      {chosen === null ? (
        <MeasurePresets app={app} />
      ) : (
        <p className="muted small num below">{lossExplained(chosen.loss)}</p>
      )}
    </>
  );
}
