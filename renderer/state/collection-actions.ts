/** Collections: named sets of documents. */
import type { Collection } from '../../electron/contract/library.ts';
import { call } from '../bridge/bridge.ts';
import { formatCounted } from '../parts/format.ts';
import { announce, orToast, showToast } from './layout-actions.ts';
import { changeView } from './library-actions.ts';
import { getState, setState } from './store.ts';

export async function loadCollections(): Promise<void> {
  const found = await orToast(() => call('collection.list', {}));
  if (found !== null) setState({ collections: found.collections });
}

/** @returns the new collection; null when it could not be made. */
export async function createCollection(name: string): Promise<Collection | null> {
  const made = await orToast(() => call('collection.create', { name }));
  if (made === null) return null;
  setState(({ collections }) => ({ collections: [...collections.filter(({ id }) => id !== made.id), made] }));
  announce(`Made the collection ${name}.`);
  return made;
}

export async function renameCollection(id: string, name: string): Promise<void> {
  const changed = await orToast(() => call('collection.rename', { id, name }));
  if (changed === null) return;
  setState(({ collections }) => ({ collections: collections.map((one) => (one.id === id ? changed : one)) }));
}

/** Its documents stay in the library. */
export async function removeCollection({ id, name }: Collection): Promise<void> {
  const done = await orToast(() => call('collection.remove', { id }));
  if (done === null) return;
  setState(({ collections }) => ({ collections: collections.filter((one) => one.id !== id) }));
  if (getState().libraryView.collection === id) changeView({ collection: null });
  showToast({ text: `Removed the collection ${name}. Its documents are still in the library.`, tone: 'plain' });
}

/** Puts documents into a collection or takes them out of it. */
export async function putInto({ id, name }: Collection, documents: string[], inside: boolean): Promise<void> {
  const done = await orToast(() => call('collection.put', { id, documents, inside }));
  if (done === null) return;
  const what = formatCounted(documents.length, 'document');
  announce(inside ? `${what} put into ${name}.` : `${what} taken out of ${name}.`);
  await loadCollections();
}
