/** What can be done with the marked documents together. */
import { FolderInput, Tag, Trash2, X } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useMemo } from 'react';
import { Button } from '../../parts/button.tsx';
import { formatCounted } from '../../parts/format.ts';
import { markOnly, openItem, removeItems } from '../../state/library-actions.ts';
import { itemById } from '../../state/library-slice.ts';
import { useStore } from '../../state/store.ts';
import { CollectionItems } from './collection-items.tsx';
import type { AskRows } from './use-rows.ts';

export function SelectionBar({ ask }: { ask: AskRows }) {
  const marked = useStore((state) => state.marked);
  const libraryPages = useStore((state) => state.libraryPages);
  const items = useMemo(() => marked.flatMap((id) => itemById({ libraryPages }, id) ?? []), [marked, libraryPages]);
  const openAll = async () => {
    for (const id of marked) await openItem(id);
  };
  return (
    <div className="selection-bar" role="toolbar" aria-label="Marked documents">
      <span className="num">{formatCounted(marked.length, 'document')} marked</span>
      <span className="spring" />
      <Button size="small" onClick={() => void openAll()}>
        Open
      </Button>
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger className="button secondary small">
          <FolderInput size={14} aria-hidden="true" />
          Collections
        </DropdownMenu.Trigger>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4} collisionPadding={8}>
          <CollectionItems items={items} />
        </DropdownMenu.Content>
      </DropdownMenu.Root>
      <Button size="small" onClick={() => ask('tags')}>
        <Tag size={14} aria-hidden="true" />
        Tags…
      </Button>
      <Button size="small" onClick={() => void removeItems(marked)}>
        <Trash2 size={14} aria-hidden="true" />
        Remove
      </Button>
      <Button size="small" look="quiet" onClick={() => ask('forget')}>
        Forget…
      </Button>
      <Button size="small" look="quiet" aria-label="Unmark all" onClick={() => markOnly([])}>
        <X size={14} aria-hidden="true" />
      </Button>
    </div>
  );
}
