/** Light, dark, or as the system has it. */
import { Monitor, Moon, Sun } from 'lucide-react';
import { RadioGroup } from 'radix-ui';
import type { Settings } from '../../../electron/contract/state.ts';
import { changeSettings } from '../../state/model-actions.ts';

const THEMES = [
  { value: 'system', label: 'As the system', Icon: Monitor },
  { value: 'light', label: 'Light', Icon: Sun },
  { value: 'dark', label: 'Dark', Icon: Moon },
] as const;

export function ThemeSwitch({ theme }: { theme: Settings['theme'] }) {
  return (
    <RadioGroup.Root
      className="segmented small theme"
      aria-label="Theme"
      orientation="horizontal"
      value={theme}
      onValueChange={(chosen) => void changeSettings({ theme: chosen as Settings['theme'] })}
    >
      {THEMES.map(({ value, label, Icon }) => (
        <RadioGroup.Item key={value} value={value} aria-label={label} title={label}>
          <Icon size={14} aria-hidden="true" />
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
