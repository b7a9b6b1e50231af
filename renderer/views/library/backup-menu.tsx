/** Backing the library up and putting a backup in its place; in the window only, which has the system's dialogs. */
import { Ellipsis } from 'lucide-react';
import { AlertDialog, DropdownMenu } from 'radix-ui';
import { useRef, useState } from 'react';
import { Button } from '../../parts/button.tsx';
import { backUpLibrary, restoreLibrary } from '../../state/backup-actions.ts';

export function BackupMenu() {
  const [asking, setAsking] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  return (
    <>
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger ref={trigger} className="icon-button" aria-label="More about the library">
          <Ellipsis size={18} aria-hidden="true" />
        </DropdownMenu.Trigger>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4} collisionPadding={8}>
          <DropdownMenu.Item className="menu-item" onSelect={() => void backUpLibrary()}>
            Back up the library…
          </DropdownMenu.Item>
          <DropdownMenu.Item className="menu-item" onSelect={() => setAsking(true)}>
            Restore a backup…
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Root>
      <AlertDialog.Root open={asking} onOpenChange={setAsking}>
        <AlertDialog.Portal>
          <AlertDialog.Overlay className="scrim" />
          <AlertDialog.Content
            className="dialog"
            onCloseAutoFocus={(event) => {
              event.preventDefault();
              trigger.current?.focus();
            }}
          >
            <AlertDialog.Title>Restore a backup?</AlertDialog.Title>
            <AlertDialog.Description className="muted">
              The library becomes what it was in the backup: documents that were added since then, with their highlights
              and notes, are no longer in it. Open documents are closed. Back up the library first to keep both.
            </AlertDialog.Description>
            <div className="dialog-buttons">
              <AlertDialog.Cancel asChild>
                <Button>Cancel</Button>
              </AlertDialog.Cancel>
              <AlertDialog.Action asChild>
                <Button className="danger" onClick={() => void restoreLibrary()}>
                  Choose a backup…
                </Button>
              </AlertDialog.Action>
            </div>
          </AlertDialog.Content>
        </AlertDialog.Portal>
      </AlertDialog.Root>
    </>
  );
}
