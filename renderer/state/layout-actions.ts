/** Panels, dialogs, toasts and announcements. */
import { ConnectionError } from '../bridge/page-bridge.ts';
import { EngineError } from '../../electron/contract/errors.ts';
import type { Mode } from '../../electron/contract/reading.ts';
import { asSentence } from '../parts/format.ts';
import type { Failure } from './conversation-slice.ts';
import { documentKey, hasReport } from './document-status.ts';
import { withPanel, withWidth, type NamedPreset, type Toast } from './layout-slice.ts';
import { getState, setState } from './store.ts';

let lastToast = 0;

export const selectDocument = (id: string | null) => setState({ selectedId: id, screen: 'document' });
export const toggleSidebar = () => setState((state) => withPanel(state, 'sidebarOpen', !state.sidebarOpen));

/** Nothing where there is no report: in a narrow window the sidebar would go for nothing. */
export function toggleReport(): void {
  const { app, selectedId, conversations } = getState();
  const document = app?.documents.find(({ id }) => id === selectedId);
  if (app === null || document === undefined) return;
  if (!hasReport(app, document, conversations[documentKey(document)] ?? [])) return;
  setState((state) => withPanel(state, 'reportOpen', !state.reportOpen));
}

export const setNarrow = (narrow: boolean) => setState((state) => withWidth(state, narrow));
export const setModelsOpen = (modelsOpen: boolean) =>
  setState((state) =>
    modelsOpen ? { ...withPanel(state, 'sidebarOpen', true), modelsOpen: true } : { modelsOpen: false },
  );
export const setShortcutsOpen = (shortcutsOpen: boolean) => setState({ shortcutsOpen });

export const chooseMode = (key: string, mode: Mode) =>
  setState((state) => ({ modes: { ...state.modes, [key]: mode } }));
export const choosePreset = (key: string, preset: NamedPreset) =>
  setState((state) => ({ presets: { ...state.presets, [key]: preset } }));

export function announce(text: string): void {
  setState(({ announcement }) => ({ announcement: { text, count: announcement.count + 1 } }));
}

export function showToast(toast: Omit<Toast, 'id'>): void {
  lastToast += 1;
  const shown = { ...toast, id: lastToast };
  // Three at most: an older one has been seen or is no longer of interest.
  setState(({ toasts }) => ({ toasts: [...toasts, shown].slice(-3) }));
}

export const dismissToast = (id: number) => setState({ toasts: getState().toasts.filter((toast) => toast.id !== id) });

const isEngineError = (error: unknown): error is EngineError => error instanceof EngineError;

/** Any failure of a call as the page shows it. */
export function asFailure(error: unknown): Failure {
  if (isEngineError(error)) return { code: error.code, message: asSentence(error.message) };
  const code = error instanceof ConnectionError ? 'connection' : 'internal';
  return { code, message: asSentence(error instanceof Error ? error.message : String(error)) };
}

/** Runs a call whose failure is told in a toast. A cancel is what the user wanted and says nothing. */
export async function orToast<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    const { code, message } = asFailure(error);
    if (code !== 'cancelled') showToast({ text: message, tone: 'problem' });
    return null;
  }
}
