/** The search field, the tag that the list is narrowed to, and a way to add documents where the sidebar with its own is hidden. */
import { Search, X } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { IconButton } from '../../parts/icon-button.tsx';
import { changeView, writeQuery } from '../../state/library-actions.ts';
import { useStore } from '../../state/store.ts';
import { AddMenu } from '../sidebar/add-menu.tsx';
import { BackupMenu } from './backup-menu.tsx';
import { FIRST_HIT } from './search-results.tsx';
import { TABLE } from './document-table.tsx';

/** The search field's id, for who has to hand the focus over. */
export const SEARCH_FIELD = 'library-search';

function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
  if (event.key === 'Escape' && event.currentTarget.value !== '') {
    event.preventDefault();
    writeQuery('');
  } else if (event.key === 'ArrowDown') {
    event.preventDefault();
    (document.getElementById(FIRST_HIT) ?? document.getElementById(TABLE))?.focus();
  }
}

export function LibraryToolbar() {
  const query = useStore((state) => state.libraryQuery);
  const tag = useStore((state) => state.libraryView.tag);
  const sidebarOpen = useStore((state) => state.sidebarOpen);
  const paths = useStore((state) => state.app?.host.paths === true);
  return (
    <div className="library-toolbar">
      <div className="search-field" role="search">
        <Search size={16} aria-hidden="true" />
        <input
          id={SEARCH_FIELD}
          type="search"
          value={query}
          maxLength={500}
          placeholder="Search the text of all documents"
          aria-label="Search the text of all documents"
          onChange={(event) => writeQuery(event.target.value)}
          onKeyDown={onKeyDown}
        />
        {query !== '' && (
          <IconButton name="Clear the search" size="small" onClick={() => writeQuery('')}>
            <X size={14} aria-hidden="true" />
          </IconButton>
        )}
      </div>
      {tag !== null && (
        <button type="button" className="tag-filter" onClick={() => changeView({ tag: null })}>
          <span className="sr-only">Only documents with the tag </span>
          {tag}
          <X size={12} role="img" aria-label="Show all" />
        </button>
      )}
      {!sidebarOpen && <AddMenu />}
      {paths && <BackupMenu />}
    </div>
  );
}
