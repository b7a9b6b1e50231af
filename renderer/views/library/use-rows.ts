/** The active row of the list, what keys and clicks do to it, and the dialogs that rows open. */
import { useCallback, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import type { LibraryItem } from '../../../electron/contract/library.ts';
import { mark, markAll, markOnly, openItem, removeItems } from '../../state/library-actions.ts';
import { idsBetween, itemAt, itemById } from '../../state/library-slice.ts';
import { getState } from '../../state/store.ts';
import { movedRow } from '../../parts/moved-row.ts';

export interface RowDialog {
  kind: 'tags' | 'forget';
  items: LibraryItem[];
}

/** Opens a dialog about the marked documents, or about one. */
export type AskRows = (kind: RowDialog['kind'], one?: LibraryItem) => void;

interface Options {
  count: number;
  /** Rows that the window shows. */
  page: number;
  show: (row: number) => void;
  rename: (id: string) => void;
  openMenu: (id: string) => void;
}

const markedItems = (): LibraryItem[] => getState().marked.flatMap((id) => itemById(getState(), id) ?? []);

export function useRows({ count, page, show, rename, openMenu }: Options) {
  const [current, setCurrent] = useState(0);
  const [dialog, setDialog] = useState<RowDialog | null>(null);
  const anchor = useRef(0);
  const active = Math.min(current, Math.max(0, count - 1));

  const ask = useCallback<AskRows>(
    (kind, one) => setDialog({ kind, items: one === undefined ? markedItems() : [one] }),
    [],
  );

  function moveTo(row: number, extend: boolean): void {
    setCurrent(row);
    show(row);
    if (extend) markOnly(idsBetween(getState(), anchor.current, row));
    else anchor.current = row;
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.target !== event.currentTarget || event.altKey) return;
    const item = itemAt(getState(), active);
    const row = movedRow(event.key, active, count, page);
    const mod = event.ctrlKey || event.metaKey;
    if (row !== null) moveTo(row, event.shiftKey);
    else if (mod && event.key.toLowerCase() === 'a') void markAll();
    else if (item === null || mod) return;
    else if (event.key === 'Enter') void openItem(item.id);
    else if (event.key === ' ') {
      anchor.current = active;
      mark(item.id, !getState().marked.includes(item.id));
    } else if (event.key === 'F2') rename(item.id);
    else if (event.key === 'Delete') void removeItems(getState().marked.length > 0 ? getState().marked : [item.id]);
    else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) openMenu(item.id);
    else if (event.key === 't') ask('tags', getState().marked.length > 0 ? undefined : item);
    else if (event.key === 'Escape' && getState().marked.length > 0) markOnly([]);
    else return;
    event.preventDefault();
  }

  const onRowClick = useCallback((row: number, item: LibraryItem, event: MouseEvent): void => {
    setCurrent(row);
    if (event.shiftKey) markOnly(idsBetween(getState(), anchor.current, row));
    else {
      anchor.current = row;
      if (event.ctrlKey || event.metaKey) mark(item.id, !getState().marked.includes(item.id));
    }
  }, []);

  return { active, dialog, closeDialog: () => setDialog(null), ask, onKeyDown, onRowClick };
}
