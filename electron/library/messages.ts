/** What passes between the library's thread and the one that asks. */
import type { WireError } from '../contract/errors.ts';
import type { StoreCall } from './store.ts';

/** What a thread is started for: to answer calls, or for one piece of work after which it ends. */
export type Job =
  | { kind: 'serve'; file: string }
  | { kind: 'backup'; file: string; target: string }
  | { kind: 'check'; file: string; shownAs: string };

export interface Call {
  id: number;
  /** 'close' closes the file and ends the thread. */
  name: StoreCall | 'close';
  args: unknown[];
}

/** Id 0 answers the start. */
export type Reply = { id: number; ok: true; result: unknown } | { id: number; ok: false; error: WireError };
