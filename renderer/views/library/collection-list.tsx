/** All documents, and the collections that the user made. */
import { Ellipsis, FolderClosed, LibraryBig, Plus } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useState } from 'react';
import type { Collection } from '../../../electron/contract/library.ts';
import { formatCount } from '../../parts/format.ts';
import { IconButton } from '../../parts/icon-button.tsx';
import { InlineName } from '../../parts/inline-name.tsx';
import { createCollection, removeCollection, renameCollection } from '../../state/collection-actions.ts';
import { changeView } from '../../state/library-actions.ts';
import { useStore } from '../../state/store.ts';

export function CollectionList() {
  const collections = useStore((state) => state.collections);
  const chosen = useStore((state) => state.libraryView.collection);
  const [making, setMaking] = useState(false);
  return (
    <nav className="collections" aria-label="Collections">
      <button
        type="button"
        className="entry"
        aria-current={chosen === null ? 'true' : undefined}
        onClick={() => changeView({ collection: null })}
      >
        <LibraryBig size={16} aria-hidden="true" />
        <span className="truncate">All documents</span>
      </button>
      <div className="line">
        <h2 className="small muted">Collections</h2>
        <IconButton name="New collection" size="small" onClick={() => setMaking(true)}>
          <Plus size={14} aria-hidden="true" />
        </IconButton>
      </div>
      {making && (
        <InlineName
          name="Name of the new collection"
          value=""
          onDone={(name) => {
            setMaking(false);
            if (name !== null) void createCollection(name);
          }}
        />
      )}
      {collections.length === 0 && !making && (
        <p className="none small">Put documents together that belong together.</p>
      )}
      <ul>
        {collections.map((one) => (
          <CollectionEntry key={one.id} collection={one} chosen={one.id === chosen} />
        ))}
      </ul>
    </nav>
  );
}

function CollectionEntry({ collection, chosen }: { collection: Collection; chosen: boolean }) {
  const [renaming, setRenaming] = useState(false);
  const { id, name, documents } = collection;
  if (renaming) {
    return (
      <li>
        <InlineName
          name={`New name of ${name}`}
          value={name}
          onDone={(changed) => {
            setRenaming(false);
            if (changed !== null && changed !== name) void renameCollection(id, changed);
          }}
        />
      </li>
    );
  }
  return (
    <li className="collection">
      <button
        type="button"
        className="entry"
        aria-current={chosen ? 'true' : undefined}
        onClick={() => changeView({ collection: id })}
        onKeyDown={(event) => {
          if (event.key === 'F2') setRenaming(true);
          if (event.key === 'Delete') void removeCollection(collection);
        }}
      >
        <FolderClosed size={16} aria-hidden="true" />
        <span className="truncate">{name}</span>
        <span className="count num small">
          {formatCount(documents)}
          <span className="sr-only"> documents</span>
        </span>
      </button>
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger className="icon-button small" aria-label={`More about ${name}`}>
          <Ellipsis size={14} aria-hidden="true" />
        </DropdownMenu.Trigger>
        <DropdownMenu.Content className="menu" align="start" sideOffset={4} collisionPadding={8}>
          <DropdownMenu.Item className="menu-item" onSelect={() => setTimeout(() => setRenaming(true))}>
            Rename <kbd>F2</kbd>
          </DropdownMenu.Item>
          <DropdownMenu.Item className="menu-item" onSelect={() => void removeCollection(collection)}>
            Remove the collection
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Root>
    </li>
  );
}
