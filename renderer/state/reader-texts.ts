/** The texts of the documents that the reader shows, outside the store: they are large and no state of the page. */
import { call } from '../bridge/bridge.ts';
import { TextStore } from './text-store.ts';

/** Documents whose text is kept; each keeps a few million characters at most. */
const KEPT = 4;

const stores = new Map<string, TextStore>();

/** The text of an open document of that many UTF-16 code units. */
export function textOf(id: string, characters: number): TextStore {
  const known = stores.get(id);
  if (known?.characters === characters) {
    stores.delete(id);
    stores.set(id, known);
    return known;
  }
  const store = new TextStore(characters, async (start, end) => (await call('reader.text', { id, start, end })).text);
  stores.set(id, store);
  for (const oldest of stores.keys()) {
    if (stores.size <= KEPT) break;
    stores.delete(oldest);
  }
  return store;
}

export const forgetText = (id: string): boolean => stores.delete(id);
