/** A word or two about the thing beside it. */
import type { ReactNode } from 'react';

type Tone = 'plain' | 'accent' | 'good' | 'warn' | 'bad';

export function Badge({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  return <span className={`badge ${tone}`}>{children}</span>;
}
