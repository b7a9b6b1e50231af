/** The page's one store, put together from its slices. Actions are the functions of the files named *-actions.ts. */
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { appSlice, type AppSlice } from './app-slice.ts';
import { conversationSlice, type ConversationSlice } from './conversation-slice.ts';
import { layoutSlice, type LayoutSlice } from './layout-slice.ts';
import { progressSlice, type ProgressSlice } from './progress-slice.ts';
import { sessionStorageOf } from './session-storage.ts';

export type Store = AppSlice & ProgressSlice & ConversationSlice & LayoutSlice;

const kept = ({ conversations, drafts, selectedId, modes, presets, sidebarOpen, reportOpen }: Store) => ({
  conversations,
  drafts,
  selectedId,
  modes,
  presets,
  sidebarOpen,
  reportOpen,
});

export const useStore = create<Store>()(
  persist((): Store => ({ ...appSlice, ...progressSlice, ...conversationSlice, ...layoutSlice }), {
    name: 'anchorite',
    version: 1,
    storage: sessionStorageOf<ReturnType<typeof kept>>(),
    partialize: kept,
  }),
);

export const getState = (): Store => useStore.getState();

/** Changes the fields that are given; the rest stays. */
export function setState(change: Partial<Store> | ((state: Store) => Partial<Store>)): void {
  useStore.setState(change);
}
