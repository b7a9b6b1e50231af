/** What can be done with a document of the list. */
import { Ellipsis } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useRef } from 'react';
import type { LibraryItem } from '../../../electron/contract/library.ts';
import { openItem, refreshItem, removeItems } from '../../state/library-actions.ts';
import { CollectionItems } from './collection-items.tsx';
import type { AskRows } from './use-rows.ts';

interface Props {
  item: LibraryItem;
  open: boolean;
  onOpen: (id: string | null) => void;
  ask: AskRows;
  onRename: (id: string) => void;
  onBack: () => void;
}

export function RowMenu({ item, open, onOpen, ask, onRename, onBack }: Props) {
  const { id, title, path } = item;
  // What takes the focus waits until the menu has given it back.
  const then = useRef<(() => void) | null>(null);
  return (
    <DropdownMenu.Root modal={false} open={open} onOpenChange={(now) => onOpen(now ? id : null)}>
      <DropdownMenu.Trigger
        className="icon-button small"
        tabIndex={-1}
        aria-label={`More about ${title}`}
        onClick={(event) => event.stopPropagation()}
      >
        <Ellipsis size={16} aria-hidden="true" />
      </DropdownMenu.Trigger>
      {/* Through a portal, since the rows around it move and cut off; inside the landmark that it belongs to. */}
      <DropdownMenu.Portal container={document.querySelector('main')}>
        <DropdownMenu.Content
          className="menu"
          align="end"
          sideOffset={4}
          collisionPadding={8}
          onClick={(event) => event.stopPropagation()}
          onDoubleClick={(event) => event.stopPropagation()}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            onBack();
            then.current?.();
            then.current = null;
          }}
        >
          <DropdownMenu.Item className="menu-item" onSelect={() => void openItem(id)}>
            Open <kbd>Enter</kbd>
          </DropdownMenu.Item>
          <DropdownMenu.Item
            className="menu-item"
            onSelect={() => {
              then.current = () => onRename(id);
            }}
          >
            Rename <kbd>F2</kbd>
          </DropdownMenu.Item>
          <DropdownMenu.Item
            className="menu-item"
            onSelect={() => {
              then.current = () => ask('tags', item);
            }}
          >
            Tags… <kbd>T</kbd>
          </DropdownMenu.Item>
          <DropdownMenu.Sub>
            <DropdownMenu.SubTrigger className="menu-item">Collections</DropdownMenu.SubTrigger>
            <DropdownMenu.Portal container={document.querySelector('main')}>
              <DropdownMenu.SubContent className="menu" sideOffset={4} collisionPadding={8}>
                <CollectionItems items={[item]} />
              </DropdownMenu.SubContent>
            </DropdownMenu.Portal>
          </DropdownMenu.Sub>
          {path !== null && (
            <DropdownMenu.Item
              className="menu-item"
              disabled={item.original === 'missing'}
              onSelect={() => void refreshItem(item)}
            >
              Read the file again
            </DropdownMenu.Item>
          )}
          <DropdownMenu.Separator className="menu-line" />
          <DropdownMenu.Item className="menu-item" onSelect={() => void removeItems([id])}>
            Remove from the library <kbd>Del</kbd>
          </DropdownMenu.Item>
          <DropdownMenu.Item
            className="menu-item danger"
            onSelect={() => {
              then.current = () => ask('forget', item);
            }}
          >
            Forget for good…
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
