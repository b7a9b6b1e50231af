/** All documents of the view, as a grid of which only the visible rows exist. One stop of the Tab key; arrow keys go from row to row. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../parts/button.tsx';
import { changeView, needRows } from '../../state/library-actions.ts';
import { itemAt } from '../../state/library-slice.ts';
import { useStore } from '../../state/store.ts';
import { DocumentRow } from './document-row.tsx';
import { EmptyLibrary } from './empty-library.tsx';
import { ForgetDialog } from './forget-dialog.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { TableHead } from './table-head.tsx';
import { TagsDialog } from './tags-dialog.tsx';
import { useRows } from './use-rows.ts';

/** The table's id, for who has to hand the focus over. */
export const TABLE = 'library-table';

/** Pixels. */
const ROW = 44;
const EXTRA_ROWS = 8;

export function DocumentTable({ revision }: { revision: number }) {
  const total = useStore((state) => state.libraryTotal);
  const problem = useStore((state) => state.libraryProblem);
  const view = useStore((state) => state.libraryView);
  const pages = useStore((state) => state.libraryPages);
  const marked = useStore((state) => state.marked);
  const scroller = useRef<HTMLDivElement>(null);
  const [rename, setRename] = useState<string | null>(null);
  const [menu, setMenu] = useState<string | null>(null);
  const [now] = useState(() => Date.now());
  const count = total ?? 0;
  // eslint-disable-next-line react-hooks/incompatible-library -- its functions are only called in this component, which has no memo
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: EXTRA_ROWS,
  });
  const shown = rows.getVirtualItems();
  const first = shown[0]?.index ?? 0;
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => void needRows(first, last), [first, last, view, revision]);

  const { active, dialog, closeDialog, ask, onKeyDown, onRowClick } = useRows({
    count,
    page: Math.max(1, Math.floor((scroller.current?.clientHeight ?? ROW) / ROW) - 1),
    show: (row) => rows.scrollToIndex(row),
    rename: setRename,
    openMenu: setMenu,
  });

  if (total === 0) return <EmptyLibrary view={view} />;
  return (
    <>
      {marked.length > 0 && <SelectionBar ask={ask} />}
      {problem !== null && (
        <p className="note bad" role="alert">
          {problem}
          <Button size="small" onClick={() => changeView({})}>
            Try again
          </Button>
        </p>
      )}
      <div
        ref={scroller}
        id={TABLE}
        className="table-scroller"
        role="grid"
        tabIndex={0}
        aria-label="Documents of the library"
        aria-multiselectable="true"
        aria-rowcount={count + 1}
        aria-colcount={5}
        aria-busy={total === null}
        aria-activedescendant={count === 0 ? undefined : `row-${active}`}
        onKeyDown={onKeyDown}
      >
        <TableHead view={view} />
        <div role="rowgroup" style={{ height: rows.getTotalSize() }} className="rows">
          {shown.map(({ index, start }) => {
            const item = itemAt({ libraryPages: pages }, index);
            return (
              <DocumentRow
                key={index}
                row={index}
                top={start}
                item={item}
                now={now}
                active={index === active}
                marked={item !== null && marked.includes(item.id)}
                renaming={item !== null && rename === item.id}
                menu={item !== null && menu === item.id}
                ask={ask}
                onClick={onRowClick}
                onRename={setRename}
                onMenu={setMenu}
                onBack={() => scroller.current?.focus()}
              />
            );
          })}
        </div>
      </div>
      {dialog?.kind === 'tags' && <TagsDialog items={dialog.items} onClose={closeDialog} />}
      {dialog?.kind === 'forget' && <ForgetDialog items={dialog.items} onClose={closeDialog} />}
    </>
  );
}
