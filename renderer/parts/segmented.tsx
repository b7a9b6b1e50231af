/** One of a few, side by side. Arrow keys move the choice. */
import { RadioGroup } from 'radix-ui';

interface Option<V extends string> {
  value: V;
  label: string;
  disabled?: boolean;
  title?: string | undefined;
}

interface Props<V extends string> {
  name: string;
  value: V;
  options: readonly Option<V>[];
  onChange: (value: V) => void;
  size?: 'small' | 'medium';
}

export function Segmented<V extends string>({ name, value, options, onChange, size = 'medium' }: Props<V>) {
  return (
    <RadioGroup.Root
      className={`segmented ${size}`}
      aria-label={name}
      orientation="horizontal"
      value={value}
      onValueChange={(chosen) => onChange(chosen as V)}
    >
      {options.map((option) => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          disabled={option.disabled ?? false}
          title={option.title}
        >
          {option.label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
