/** A button with a picture on it; its name shows as a tooltip. */
import { Tooltip } from 'radix-ui';
import type { ComponentProps } from 'react';
import { Keys } from './keys.tsx';

interface Props extends ComponentProps<'button'> {
  name: string;
  /** Shown beside the name, such as "Mod+B". */
  shortcut?: string;
  size?: 'small' | 'medium';
  /** Why it cannot be pressed now; shown in its tooltip. It stays reachable by keyboard. */
  blocked?: string | null;
}

export function IconButton(props: Props) {
  const { name, shortcut, size = 'medium', blocked = null, onClick, className, children, ...rest } = props;
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>
        <button
          type="button"
          aria-label={name}
          aria-disabled={blocked === null ? undefined : true}
          {...rest}
          className={`icon-button ${size} ${className ?? ''}`}
          onClick={blocked === null ? onClick : undefined}
        >
          {children}
        </button>
      </Tooltip.Trigger>
      {/* Without a portal: it stays in the landmark that it belongs to, and is fixed to the window all the same. */}
      <Tooltip.Content className="tooltip" sideOffset={6} collisionPadding={8}>
        {blocked === null ? name : `${name}: ${blocked}`}
        {blocked === null && shortcut !== undefined && <Keys keys={shortcut} />}
      </Tooltip.Content>
    </Tooltip.Root>
  );
}
