/** Opens files, a folder, text from the clipboard, or the sample. */
import { BookOpen, ClipboardPaste, FilePlus, FolderPlus, Plus } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { Keys } from '../../parts/keys.tsx';
import { openSample } from '../../state/document-actions.ts';
import { openPaste } from '../../state/import-actions.ts';
import { openDialog } from '../shell/open-dialog.ts';

export function AddMenu() {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="button secondary small">
        <Plus size={16} aria-hidden="true" />
        Add
      </DropdownMenu.Trigger>
      <DropdownMenu.Content className="menu" align="end" sideOffset={4} collisionPadding={8}>
        <DropdownMenu.Item className="menu-item" onSelect={() => openDialog('file')}>
          <FilePlus size={16} aria-hidden="true" />
          File… <Keys keys="Mod+O" />
        </DropdownMenu.Item>
        <DropdownMenu.Item className="menu-item" onSelect={() => openDialog('folder')}>
          <FolderPlus size={16} aria-hidden="true" />
          Folder… <Keys keys="Mod+Shift+O" />
        </DropdownMenu.Item>
        <DropdownMenu.Item className="menu-item" onSelect={() => openPaste()}>
          <ClipboardPaste size={16} aria-hidden="true" />
          Paste text… <Keys keys="Mod+V" />
        </DropdownMenu.Item>
        <DropdownMenu.Item className="menu-item" onSelect={() => void openSample()}>
          <BookOpen size={16} aria-hidden="true" />
          The sample book
        </DropdownMenu.Item>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}
