/** The list of shortcuts. */
import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { IconButton } from '../../parts/icon-button.tsx';
import { Keys } from '../../parts/keys.tsx';
import { setShortcutsOpen } from '../../state/layout-actions.ts';
import { useStore } from '../../state/store.ts';

const SHORTCUTS = [
  ['Mod+O', 'Open a file'],
  ['Mod+Shift+O', 'Open a folder'],
  ['Enter Mod+Enter', 'Send the question'],
  ['Shift+Enter', 'New line in the question'],
  ['Esc', 'Stop the reading or the answer'],
  ['Mod+Shift+L', 'Show the library, or the document again'],
  ['Mod+Shift+E', 'Show or hide the reader'],
  ['Mod+F', 'Find in the document, or search the library'],
  ['Mod+G', 'Go to a page or line'],
  ['Mod+Shift+K', 'Show or hide the outline'],
  ['Mod+Shift+H', 'Show or hide highlights and notes'],
  ['Shift+→ Shift+↓', 'Select text in the reader; Tab leads to its buttons'],
  ['Mod+B', 'Show or hide the sidebar'],
  ['Mod+.', 'Show or hide the report'],
  ['? Mod+/', 'This list'],
] as const;

/** The dialog itself rather than its first button, whose tooltip would open with it. */
function focusDialog(event: Event): void {
  event.preventDefault();
  (event.currentTarget as HTMLElement | null)?.focus();
}

export function ShortcutsDialog() {
  const open = useStore((state) => state.shortcutsOpen);
  return (
    <Dialog.Root open={open} onOpenChange={setShortcutsOpen}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content className="dialog" aria-describedby={undefined} onOpenAutoFocus={focusDialog}>
          <header>
            <Dialog.Title>Keyboard shortcuts</Dialog.Title>
            <Dialog.Close asChild>
              <IconButton name="Close">
                <X size={16} aria-hidden="true" />
              </IconButton>
            </Dialog.Close>
          </header>
          <dl className="shortcuts">
            {SHORTCUTS.map(([keys, what]) => (
              <div key={keys}>
                <dt>
                  {keys.split(' ').map((one) => (
                    <Keys key={one} keys={one} />
                  ))}
                </dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
