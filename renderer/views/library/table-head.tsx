/** The columns' names; each that can be sorted by is a button. */
import { ArrowDown, ArrowUp } from 'lucide-react';
import { changeView } from '../../state/library-actions.ts';
import type { LibrarySort, LibraryView } from '../../state/library-slice.ts';

const COLUMNS: readonly { sort: LibrarySort; label: string; className: string }[] = [
  { sort: 'title', label: 'Title', className: 'cell-title' },
  { sort: 'length', label: 'Length', className: 'cell-length' },
  { sort: 'added', label: 'Added', className: 'cell-day' },
  { sort: 'opened', label: 'Opened', className: 'cell-day' },
];

/** The same column turns the order round; another begins with what is asked for most: titles from A, the rest from the latest or longest. */
export function sortedBy(sort: LibrarySort, { sort: now, descending }: LibraryView): Partial<LibraryView> {
  return { sort, descending: sort === now ? !descending : sort !== 'title' };
}

export function TableHead({ view }: { view: LibraryView }) {
  return (
    <div role="rowgroup" className="table-head">
      <div role="row" aria-rowindex={1} className="table-row">
        {COLUMNS.map(({ sort, label, className }) => {
          const chosen = view.sort === sort;
          const Arrow = view.descending ? ArrowDown : ArrowUp;
          return (
            <div
              key={sort}
              role="columnheader"
              className={className}
              aria-sort={chosen ? (view.descending ? 'descending' : 'ascending') : 'none'}
            >
              <button type="button" onClick={() => changeView(sortedBy(sort, view))}>
                {label}
                {chosen && <Arrow size={12} aria-hidden="true" />}
              </button>
            </div>
          );
        })}
        <div role="columnheader" className="cell-more">
          <span className="sr-only">More</span>
        </div>
      </div>
    </div>
  );
}
