/** A button with words on it. */
import type { ComponentProps } from 'react';

interface Props extends ComponentProps<'button'> {
  look?: 'primary' | 'secondary' | 'quiet';
  size?: 'small' | 'medium' | 'large';
  /** Why it cannot be pressed now. It stays reachable by keyboard, so that the reason can be read. */
  blocked?: string | null;
}

export function Button({ look = 'secondary', size = 'medium', blocked = null, onClick, className, ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      className={`button ${look} ${size} ${className ?? ''}`}
      aria-disabled={blocked === null ? undefined : true}
      title={blocked ?? rest.title}
      onClick={blocked === null ? onClick : undefined}
    />
  );
}
