/** The document's chapters, headings or files. One stop of the Tab key; arrow keys go from line to line, Enter goes there. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { ReaderDocument } from '../../../electron/contract/library.ts';
import { openReaderAt } from '../../state/reader-actions.ts';
import { lastFrom } from '../../state/reader-slice.ts';
import { useStore } from '../../state/store.ts';
import { movedRow } from '../../parts/moved-row.ts';
import { outlineOf } from './outline-of.ts';

/** Pixels. */
const ROW = 30;

export function OutlinePanel({ document }: { document: ReaderDocument }) {
  const { id } = document;
  const entries = useMemo(() => outlineOf(document), [document]);
  const here = useStore((state) => lastFrom(entries, state.readerPlaces[id] ?? 0));
  const scroller = useRef<HTMLDivElement>(null);
  const [moved, setMoved] = useState<number | null>(null);
  const active = moved ?? Math.max(0, here);
  // eslint-disable-next-line react-hooks/incompatible-library -- its functions are only called in this component, which has no memo
  const rows = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 6,
  });
  const show = useRef(rows.scrollToIndex);
  useEffect(() => {
    if (here >= 0) show.current(here, { align: 'auto' });
  }, [here]);

  function go(row: number): void {
    const entry = entries[row];
    if (entry !== undefined) openReaderAt(id, entry.start, entry.start + entry.titleLength);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const row = movedRow(event.key, active, entries.length, Math.floor((scroller.current?.clientHeight ?? ROW) / ROW));
    if (event.key === 'Enter' || event.key === ' ') go(active);
    else if (row !== null) {
      setMoved(row);
      rows.scrollToIndex(row);
    } else return;
    event.preventDefault();
  }

  return (
    <aside className="reader-side" aria-label="Outline">
      <h3 className="small">Outline</h3>
      {entries.length === 0 ? (
        <p className="none small muted">This document has no headings.</p>
      ) : (
        <div
          ref={scroller}
          className="outline"
          role="listbox"
          tabIndex={0}
          aria-label="Outline"
          aria-activedescendant={`outline-${active}`}
          onKeyDown={onKeyDown}
          onBlur={() => setMoved(null)}
        >
          <div className="rows" style={{ height: rows.getTotalSize() }}>
            {rows.getVirtualItems().map(({ index, start }) => {
              const entry = entries[index];
              return (
                <div
                  key={index}
                  id={`outline-${index}`}
                  role="option"
                  aria-selected={index === here}
                  className={`outline-row${index === active ? ' active' : ''}`}
                  style={{ transform: `translateY(${start}px)`, paddingLeft: 8 + 14 * ((entry?.level ?? 1) - 1) }}
                  title={entry?.title}
                  onClick={() => {
                    setMoved(index);
                    go(index);
                  }}
                >
                  <span className="truncate">{entry?.title}</span>
                </div>
              );
            })}
          </div>
        </div>
      )}
    </aside>
  );
}
