/** The presets of sparse reading, each with a line on what it is for. */
import { RadioGroup } from 'radix-ui';
import { Badge } from '../../parts/badge.tsx';
import type { NamedPreset } from '../../state/layout-slice.ts';

const PRESETS: readonly { value: NamedPreset; label: string; line: string }[] = [
  {
    value: 'paper',
    label: 'Paper',
    line: 'The published setting, for long documents and large models; may miss single details.',
  },
  { value: 'fine', label: 'Fine', line: 'Looks more closely: finds single details that Paper misses.' },
  { value: 'finer', label: 'Finer', line: 'Looks most closely. For small models, which miss details even at Fine.' },
];

interface Props {
  value: NamedPreset;
  /** The model's own. */
  suggested: NamedPreset;
  onChange: (preset: NamedPreset) => void;
}

export function PresetSelect({ value, suggested, onChange }: Props) {
  return (
    <RadioGroup.Root
      className="choices three"
      aria-label="Preset"
      value={value}
      onValueChange={(chosen) => onChange(chosen as NamedPreset)}
    >
      {PRESETS.map((preset) => (
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
            {preset.value === suggested && <Badge tone="accent">model&rsquo;s own</Badge>}
          </span>
          <span className="line" id={`preset-${preset.value}`}>
            {preset.line}
          </span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
