/** What the library shows: everything or a collection, and how many documents that is. */
import { formatCounted } from '../../parts/format.ts';
import { useStore } from '../../state/store.ts';

export function LibraryTitle() {
  const chosen = useStore((state) => state.libraryView.collection);
  const name = useStore((state) => state.collections.find(({ id }) => id === chosen)?.name);
  const total = useStore((state) => state.libraryTotal);
  return (
    <>
      <h1 id="library-title" className="truncate" tabIndex={-1}>
        {name ?? 'Library'}
      </h1>
      {total !== null && <span className="muted small num tokens">{formatCounted(total, 'document')}</span>}
    </>
  );
}
