/** What answers the methods of the library and the reader (electron/contract/library-methods.ts). */
import type { LibraryItem } from '../contract/library.ts';
import type { LIBRARY_METHODS } from '../contract/library-methods.ts';
import type { Library } from '../library/library.ts';
import type { StoredDocument } from '../library/stored.ts';
import { present, type Dialogs } from './dialogs.ts';
import type { Documents } from './documents.ts';
import type { Handlers } from './handlers.ts';
import type { Imports } from './imports.ts';
import type { Intake } from './intake.ts';
import { canShowOriginal, originalState } from './originals.ts';

/** UTF-16 code units of the longest slice of a text. */
const LONGEST_SLICE = 200_000;
const MOST_FOUND = 2_000;

export interface LibraryHandlersOptions {
  library: Library;
  documents: Documents;
  intake: Intake;
  imports: Imports;
  dialogs: Dialogs | undefined;
  /** A list of the library would look different now. */
  libraryChanged: () => void;
}

type LibraryHandlers = Pick<Handlers, keyof typeof LIBRARY_METHODS>;
type HandlersOf<Topic extends string> = Pick<Handlers, Extract<keyof LibraryHandlers, `${Topic}.${string}`>>;

export function libraryHandlers(options: LibraryHandlersOptions): LibraryHandlers {
  return {
    ...itemHandlers(options),
    ...trashHandlers(options),
    ...backupHandlers(options),
    ...collectionHandlers(options),
    ...importHandlers(options),
    ...readerHandlers(options),
  };
}

type TrashMethod = 'library.remove' | 'library.undoRemove' | 'library.forget';
type BackupMethod = 'library.backup' | 'library.restore';

function itemHandlers(options: LibraryHandlersOptions): Omit<HandlersOf<'library'>, TrashMethod | BackupMethod> {
  const { library, documents, intake, libraryChanged } = options;
  const { store } = library;
  return {
    'library.list': async (wish) => {
      const { items, total } = await store.list(wish);
      return { items: await Promise.all(items.map(shownItem)), total };
    },
    'library.search': ({ query, id, limit }) => store.search(query, id ?? null, limit),
    'library.get': async ({ id }) => await shownItem(await store.document(id)),
    'library.open': async ({ id }) => {
      await store.document(id);
      await store.opened(id);
      documents.add(await store.document(id));
      libraryChanged();
      return { id };
    },
    'library.rename': async ({ id, title }) => {
      const renamed = await store.rename(id, title);
      documents.rename(id, title);
      libraryChanged();
      return await shownItem(renamed);
    },
    'library.tag': async ({ id, tags }) => {
      const tagged = await store.tag(id, tags);
      libraryChanged();
      return await shownItem(tagged);
    },
    'library.refresh': ({ id }) => intake.refresh(id),
  };
}

function trashHandlers({
  library,
  documents,
  imports,
  libraryChanged,
}: LibraryHandlersOptions): Pick<Handlers, TrashMethod> {
  const close = (id: string) => {
    if (documents.isOpen(id)) documents.close(id);
  };
  return {
    'library.remove': async ({ ids }) => {
      for (const id of ids) await library.store.document(id);
      ids.forEach(close);
      await library.store.setRemoved(ids, true);
      libraryChanged();
      return {};
    },
    'library.undoRemove': async ({ ids }) => {
      await library.store.setRemoved(ids, false);
      libraryChanged();
      return {};
    },
    'library.forget': async ({ id }) => {
      await imports.forget(id);
      close(id);
      await library.store.forget(id);
      libraryChanged();
      await library.sweep();
      return {};
    },
  };
}

function backupHandlers({
  library,
  documents,
  imports,
  dialogs,
  libraryChanged,
}: LibraryHandlersOptions): Pick<Handlers, BackupMethod> {
  return {
    'library.backup': async () => {
      const path = await present(dialogs).saveBackup();
      if (path === null) return null;
      await library.backup(path);
      return { path };
    },
    'library.restore': async () => {
      const path = await present(dialogs).chooseBackup();
      if (path === null) return null;
      await library.restore(path, async () => {
        // What they have stored so far is of the library that goes.
        await imports.stop();
        documents.closeAll();
      });
      await documents.restore();
      libraryChanged();
      return { path };
    },
  };
}

function collectionHandlers({ library, libraryChanged }: LibraryHandlersOptions): HandlersOf<'collection'> {
  const { store } = library;
  return {
    'collection.list': async () => ({ collections: await store.collections() }),
    'collection.create': async ({ name }) => {
      const created = await store.createCollection(name);
      libraryChanged();
      return created;
    },
    'collection.rename': async ({ id, name }) => {
      const renamed = await store.renameCollection(id, name);
      libraryChanged();
      return renamed;
    },
    'collection.remove': async ({ id }) => {
      await store.removeCollection(id);
      libraryChanged();
      return {};
    },
    'collection.put': async ({ id, documents, inside }) => {
      await store.putIntoCollection(id, documents, inside);
      libraryChanged();
      return {};
    },
  };
}

function importHandlers({ imports, intake }: LibraryHandlersOptions): HandlersOf<'import'> {
  return {
    'import.cancel': ({ id }) => {
      imports.cancel(id);
      return {};
    },
    'import.dismiss': ({ id }) => {
      imports.dismiss(id);
      return {};
    },
    'import.paste': ({ title, text }) => intake.paste(title, text),
  };
}

function readerHandlers({ library }: LibraryHandlersOptions): HandlersOf<'reader' | 'annotation'> {
  const { store } = library;
  return {
    'reader.open': async ({ id }) => {
      const document = await store.document(id);
      const { spans, outline } = await store.structure(document.textKey);
      const { title, format, characters } = document;
      return { id, title, format, characters, spans, outline, hasOriginal: await canShowOriginal(library, document) };
    },
    'reader.text': async ({ id, start, end }) => {
      const { textKey, characters } = await store.document(id);
      const from = Math.min(start, characters);
      const to = Math.max(from, Math.min(end, characters, from + LONGEST_SLICE));
      return { start: from, end: to, text: await store.textBetween(textKey, from, to) };
    },
    'reader.find': async ({ id, query }) => await store.find((await store.document(id)).textKey, query, MOST_FOUND),
    'annotation.list': async ({ id }) => ({ annotations: await store.annotations(id) }),
    'annotation.add': (given) => store.addAnnotation(given),
    'annotation.change': ({ id, ...change }) => store.changeAnnotation(id, change),
    'annotation.remove': async ({ id }) => {
      await store.removeAnnotation(id);
      return {};
    },
  };
}

async function shownItem(document: StoredDocument): Promise<LibraryItem> {
  const { id, title, format, path, bytes, characters, pages, files, tags, collections } = document;
  const { addedAt, openedAt, warnings } = document;
  const original = await originalState(document);
  return {
    id,
    title,
    format,
    path,
    original,
    bytes,
    characters,
    pages,
    files,
    tags,
    collections,
    warnings,
    addedAt,
    openedAt,
  };
}
