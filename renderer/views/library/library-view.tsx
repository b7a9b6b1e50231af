/** The library: collections at the left, all documents or what a search found in the middle. */
import { useEffect, useRef } from 'react';
import type { AppState } from '../../../electron/contract/state.ts';
import { loadCollections } from '../../state/collection-actions.ts';
import { searchLibrary } from '../../state/library-actions.ts';
import { useStore } from '../../state/store.ts';
import { CollectionList } from './collection-list.tsx';
import { DocumentTable } from './document-table.tsx';
import { ImportList } from './import-list.tsx';
import { LibraryToolbar, SEARCH_FIELD } from './library-toolbar.tsx';
import { SearchResults } from './search-results.tsx';

/** Milliseconds after the last key until a search starts. */
const PAUSE_MS = 180;

export function LibraryView({ app }: { app: AppState }) {
  const query = useStore((state) => state.libraryQuery);
  const view = useRef<HTMLDivElement>(null);
  const { libraryRevision } = app;

  useEffect(() => void loadCollections(), [libraryRevision]);
  useEffect(() => {
    const timer = setTimeout(() => void searchLibrary(query), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [query, libraryRevision]);
  useEffect(() => document.getElementById(SEARCH_FIELD)?.focus(), []);

  return (
    <div className="library" ref={view}>
      <CollectionList />
      <div className="library-main">
        <LibraryToolbar />
        <ImportList imports={app.imports} />
        {query.trim() === '' ? <DocumentTable revision={libraryRevision} /> : <SearchResults />}
      </div>
    </div>
  );
}
