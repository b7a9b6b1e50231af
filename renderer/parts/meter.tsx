/** A bar that fills. Its width changes nothing around it. */
import { Progress } from 'radix-ui';

interface Props {
  /** 0..1; null while there is nothing to tell. */
  share: number | null;
  name: string;
  /** What a screen reader says instead of the per cent. */
  text?: string;
  tone?: 'plain' | 'bad' | 'dense';
  size?: 'medium' | 'large';
}

export function Meter({ share, name, text, tone = 'plain', size = 'medium' }: Props) {
  const filled = share === null ? null : Math.min(1, Math.max(0, share));
  return (
    <Progress.Root
      className={`meter ${tone} ${size}`}
      value={filled === null ? null : filled * 100}
      aria-label={name}
      {...(text !== undefined && { getValueLabel: () => text })}
    >
      <Progress.Indicator style={filled === null ? {} : { transform: `scaleX(${filled})` }} />
    </Progress.Root>
  );
}
