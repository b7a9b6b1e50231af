/** The page's one store, put together from its slices. Actions are the functions of the files named *-actions.ts. */
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { appSlice, type AppSlice } from './app-slice.ts';
import { conversationSlice, type ConversationSlice } from './conversation-slice.ts';
import { layoutSlice, type LayoutSlice } from './layout-slice.ts';
import { librarySlice, type LibrarySlice } from './library-slice.ts';
import { progressSlice, type ProgressSlice } from './progress-slice.ts';
import { readerSlice, type ReaderSlice } from './reader-slice.ts';
import { sessionStorageOf } from './session-storage.ts';

export type Store = AppSlice & ProgressSlice & ConversationSlice & LayoutSlice & LibrarySlice & ReaderSlice;

/** What outlives a reload of the page. */
const KEPT = [
  'conversations',
  'drafts',
  'screen',
  'selectedId',
  'modes',
  'presets',
  'sidebarOpen',
  'reportOpen',
  'libraryView',
  'readerOpen',
  'readerFront',
  'readerSide',
  'readerSplit',
  'readerViews',
  'readerPlaces',
] as const satisfies (keyof Store)[];

type Kept = Pick<Store, (typeof KEPT)[number]>;

const kept = (store: Store) => Object.fromEntries(KEPT.map((key) => [key, store[key]])) as Kept;

export const useStore = create<Store>()(
  persist(
    (): Store => ({
      ...appSlice,
      ...progressSlice,
      ...conversationSlice,
      ...layoutSlice,
      ...librarySlice,
      ...readerSlice,
    }),
    {
      name: 'anchorite',
      version: 1,
      storage: sessionStorageOf<Kept>(),
      partialize: kept,
    },
  ),
);

export const getState = (): Store => useStore.getState();

/** Changes the fields that are given; the rest stays. */
export function setState(change: Partial<Store> | ((state: Store) => Partial<Store>)): void {
  useStore.setState(change);
}
