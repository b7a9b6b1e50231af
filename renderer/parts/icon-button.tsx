/** A button with a picture on it; its name shows as a tooltip. */
import { Tooltip } from 'radix-ui';
import type { ComponentProps } from 'react';
import { Keys } from './keys.tsx';

interface Props extends ComponentProps<'button'> {
  name: string;
  /** Shown beside the name, such as "Mod+B". */
  shortcut?: string;
  size?: 'small' | 'medium';
}

export function IconButton({ name, shortcut, size = 'medium', className, children, ...rest }: Props) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>
        <button type="button" aria-label={name} {...rest} className={`icon-button ${size} ${className ?? ''}`}>
          {children}
        </button>
      </Tooltip.Trigger>
      {/* Without a portal: it stays in the landmark that it belongs to, and is fixed to the window all the same. */}
      <Tooltip.Content className="tooltip" sideOffset={6} collisionPadding={8}>
        {name}
        {shortcut !== undefined && <Keys keys={shortcut} />}
      </Tooltip.Content>
    </Tooltip.Root>
  );
}
