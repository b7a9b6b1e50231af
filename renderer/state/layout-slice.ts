/** What is shown where: the selected document, panels, dialogs, toasts and announcements. */
import type { CalibratedPreset } from '../../electron/contract/presets.ts';
import type { Mode } from '../../electron/contract/reading.ts';

/** Presets that the page offers. */
export type NamedPreset = CalibratedPreset;

export interface Toast {
  id: number;
  text: string;
  tone: 'plain' | 'problem';
  action?: { label: string; run: () => void };
}

type SidePanel = 'sidebarOpen' | 'reportOpen';

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
  /** The side panel that a narrow window closed; it is back once the window is wide again. */
  gaveWay: SidePanel | null;
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
  gaveWay: null,
  modelsOpen: false,
  shortcutsOpen: false,
  toasts: [],
  announcement: { text: '', count: 0 },
};

type Panels = Pick<LayoutSlice, 'sidebarOpen' | 'reportOpen' | 'narrow' | 'gaveWay'>;

/** In a narrow window one side panel at a time: opening one closes the other. */
export function withPanel(state: Panels, panel: SidePanel, open: boolean): Panels {
  const other = panel === 'sidebarOpen' ? 'reportOpen' : 'sidebarOpen';
  const after = { ...state, [panel]: open, gaveWay: state.gaveWay === panel ? null : state.gaveWay };
  return open && state.narrow && state[other] ? { ...after, [other]: false, gaveWay: other } : after;
}

/** A window that becomes narrow keeps its sidebar, which is how one gets around; a wide one has what it had before. */
export function withWidth(state: Panels, narrow: boolean): Panels {
  if (!narrow) return { ...state, narrow, gaveWay: null, ...(state.gaveWay !== null && { [state.gaveWay]: true }) };
  if (!state.sidebarOpen || !state.reportOpen) return { ...state, narrow };
  return { ...state, narrow, reportOpen: false, gaveWay: 'reportOpen' };
}
