/** Erasing a document: in the library, and what this page keeps of it. */
import type { LibraryItem } from '../../electron/contract/library.ts';
import { call } from '../bridge/bridge.ts';
import { documentKey } from './document-status.ts';
import { announce, orToast } from './layout-actions.ts';
import { getState, setState, type Store } from './store.ts';

const without = <T>(record: Record<string, T>, keys: readonly string[]): Record<string, T> =>
  Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));

/** The state without conversations, drafts and places in the text of a document. */
export function withoutDocument(
  state: Pick<Store, 'conversations' | 'drafts' | 'modes' | 'presets' | 'readerPlaces' | 'readerViews'>,
  keys: readonly string[],
) {
  return {
    conversations: without(state.conversations, keys),
    drafts: without(state.drafts, keys),
    modes: without(state.modes, keys),
    presets: without(state.presets, keys),
    readerPlaces: without(state.readerPlaces, keys),
    readerViews: without(state.readerViews, keys),
  };
}

/** Erases the documents for good. There is no undo. */
export async function forgetItems(items: readonly LibraryItem[]): Promise<void> {
  for (const item of items) {
    // Conversations are kept under a key that only the open document tells.
    const open = getState().app?.documents.find(({ id }) => id === item.id);
    const keys = [
      item.id,
      ...(item.path === null ? [] : [item.path]),
      ...(open === undefined ? [] : [documentKey(open)]),
    ];
    const uploaded = `upload:${item.title}:${item.characters}`;
    const done = await orToast(() => call('library.forget', { id: item.id }));
    if (done === null) return;
    setState((state) => ({
      ...withoutDocument(state, item.path === null ? [...keys, uploaded] : keys),
      marked: state.marked.filter((id) => id !== item.id),
      librarySearch: state.librarySearch && {
        ...state.librarySearch,
        hits: state.librarySearch.hits.filter(({ id }) => id !== item.id),
      },
    }));
    announce(`${item.title} is erased.`);
  }
}
