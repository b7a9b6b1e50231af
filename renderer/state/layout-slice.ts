/** What is shown where: the selected document, panels, dialogs, toasts and announcements. */
import type { Preset } from '../../electron/contract/presets.ts';
import type { Mode } from '../../electron/contract/reading.ts';

/** Presets that can be chosen by name. */
export type NamedPreset = Exclude<Preset, 'custom'>;

export interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'problem';
  action?: { label: string; run: () => void };
}

export interface LayoutSlice {
  /** What the middle shows: the selected document (or how to begin), or the library. */
  screen: 'document' | 'library';
  selectedId: string | null;
  /** By document key: the mode that reads and answers, and the preset of sparse readings; absent until chosen. */
  modes: Record<string, Mode>;
  presets: Record<string, NamedPreset>;
  sidebarOpen: boolean;
  reportOpen: boolean;
  /** The window is too narrow for both side panels. */
  narrow: boolean;
  modelsOpen: boolean;
  shortcutsOpen: boolean;
  toasts: Toast[];
  /** Said to screen readers; `count` tells two equal texts apart. */
  announcement: { text: string; count: number };
}

export const layoutSlice: LayoutSlice = {
  screen: 'document',
  selectedId: null,
  modes: {},
  presets: {},
  sidebarOpen: true,
  reportOpen: true,
  narrow: false,
  modelsOpen: false,
  shortcutsOpen: false,
  toasts: [],
  announcement: { text: '', count: 0 },
};

type Panels = Pick<LayoutSlice, 'sidebarOpen' | 'reportOpen' | 'narrow'>;

/** In a narrow window one side panel at a time: opening one closes the other. */
export function withPanel(state: Panels, panel: 'sidebarOpen' | 'reportOpen', open: boolean): Panels {
  const other = panel === 'sidebarOpen' ? 'reportOpen' : 'sidebarOpen';
  return { ...state, [panel]: open, ...(open && state.narrow && { [other]: false }) };
}

/** A window that becomes narrow keeps its sidebar, which is how one gets around. */
export function withWidth(state: Panels, narrow: boolean): Panels {
  return { ...state, narrow, reportOpen: narrow && state.sidebarOpen ? false : state.reportOpen };
}
