/** The app's state as it was told, and whether the page still hears from the app. */
import type { AppState, StateChange } from '../../electron/contract/state.ts';

export interface AppSlice {
  /** Null until the app has answered the first time. */
  app: AppState | null;
  connection: 'connecting' | 'open' | 'lost';
  /** Why there is no connection, as a sentence; null while there is one. */
  problem: string | null;
}

export const appSlice: AppSlice = { app: null, connection: 'connecting', problem: null };

/** Slices come whole, so a change replaces them. Changes before the first whole state have nothing to change. */
export function withChange(app: AppState | null, change: StateChange): AppState | null {
  return app === null ? null : { ...app, ...(change as Partial<AppState>) };
}

/**
 * The document to show after the list changed: the one just opened, else the one shown, else the neighbour of the one that was closed.
 * @param before the ids until now; null when nothing was known, so that no document counts as just opened.
 */
export function nextSelection(selected: string | null, before: readonly string[] | null, after: readonly string[]) {
  const opened = before === null ? undefined : after.findLast((id) => !before.includes(id));
  if (opened !== undefined) return opened;
  if (selected !== null && after.includes(selected)) return selected;
  if (before === null || selected === null) return after.at(-1) ?? null;
  const index = before.indexOf(selected);
  return after[Math.min(Math.max(index, 0), after.length - 1)] ?? null;
}
