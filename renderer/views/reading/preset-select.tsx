/** The presets of sparse reading, each with a line on what it is for. */
import { RadioGroup } from 'radix-ui';
import { Badge } from '../../parts/badge.tsx';
import type { NamedPreset } from '../../state/layout-slice.ts';

const PRESETS: readonly { value: NamedPreset; label: string; line: string }[] = [
  { value: 'paper', label: 'Paper', line: 'The published setting: large groups, for long contexts and large models.' },
  { value: 'fine', label: 'Fine', line: 'Groups of 128 rows, four pooled. Keeps more exact lookups.' },
  { value: 'finer', label: 'Finer', line: 'Two rows pooled. For small models, which lose lookups at four.' },
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
