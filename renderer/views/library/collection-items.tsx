/** Menu items that put documents into collections and take them out. */
import { Check, Minus } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { LibraryItem } from '../../../electron/contract/library.ts';
import { createCollection, putInto } from '../../state/collection-actions.ts';
import { useStore } from '../../state/store.ts';

/** Whether all of the documents are in a collection, some or none. */
export function insideOf(items: readonly LibraryItem[], collection: string): boolean | 'indeterminate' {
  const inside = items.filter(({ collections }) => collections.includes(collection)).length;
  return inside === 0 ? false : inside === items.length ? true : 'indeterminate';
}

export function CollectionItems({ items }: { items: readonly LibraryItem[] }) {
  const collections = useStore((state) => state.collections);
  const ids = items.map(({ id }) => id);

  async function intoNew(): Promise<void> {
    const names = new Set(collections.map(({ name }) => name));
    let name = 'New collection';
    for (let number = 2; names.has(name); number += 1) name = `New collection ${number}`;
    const made = await createCollection(name);
    if (made !== null) await putInto(made, ids, true);
  }

  return (
    <>
      {collections.map((one) => {
        const inside = insideOf(items, one.id);
        return (
          <DropdownMenu.CheckboxItem
            key={one.id}
            className="menu-item checked"
            checked={inside}
            onCheckedChange={() => void putInto(one, ids, inside !== true)}
          >
            <DropdownMenu.ItemIndicator>
              {inside === true ? <Check size={14} aria-hidden="true" /> : <Minus size={14} aria-hidden="true" />}
            </DropdownMenu.ItemIndicator>
            <span className="truncate">{one.name}</span>
          </DropdownMenu.CheckboxItem>
        );
      })}
      {collections.length > 0 && <DropdownMenu.Separator className="menu-line" />}
      <DropdownMenu.Item className="menu-item" onSelect={() => void intoNew()}>
        Into a new collection
      </DropdownMenu.Item>
    </>
  );
}
