/** A line across the top of a view: something to know, with what can be done about it. */
import type { ReactNode } from 'react';

interface Props {
  tone?: 'plain' | 'warn' | 'bad';
  icon: ReactNode;
  children: ReactNode;
  actions?: ReactNode;
  /** Its text changes too often to be said again and again. */
  silent?: boolean;
}

export function Banner({ tone = 'plain', icon, children, actions, silent = false }: Props) {
  return (
    <div className={`banner ${tone}`} role={silent ? undefined : tone === 'bad' ? 'alert' : 'status'}>
      {icon}
      <div className="body">{children}</div>
      {actions !== undefined && <div className="actions">{actions}</div>}
    </div>
  );
}
