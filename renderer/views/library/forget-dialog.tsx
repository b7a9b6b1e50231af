/** Asks before a document is erased, and says what goes and what stays. */
import { AlertDialog } from 'radix-ui';
import type { LibraryItem } from '../../../electron/contract/library.ts';
import { Button } from '../../parts/button.tsx';
import { formatCounted } from '../../parts/format.ts';
import { useReturnFocus } from '../../parts/use-return-focus.ts';
import { forgetItems } from '../../state/forget-actions.ts';

export function ForgetDialog({ items, onClose }: { items: readonly LibraryItem[]; onClose: () => void }) {
  const returnFocus = useReturnFocus();
  const [first] = items;
  const one = items.length === 1 && first !== undefined ? `“${first.title}”` : null;
  return (
    <AlertDialog.Root open onOpenChange={(open) => !open && onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="scrim" />
        <AlertDialog.Content className="dialog" onCloseAutoFocus={returnFocus}>
          <AlertDialog.Title>Forget {one ?? formatCounted(items.length, 'document')} for good?</AlertDialog.Title>
          <AlertDialog.Description asChild>
            <div className="dialog-text">
              <p>Erased from this computer, without an undo:</p>
              <ul>
                <li>the text that was taken out of {one === null ? 'the files' : 'the file'}, and its search index</li>
                <li>highlights and notes</li>
                <li>questions and answers about {one === null ? 'them' : 'it'}</li>
                <li>what the model keeps of reading {one === null ? 'them' : 'it'}</li>
              </ul>
              <p>The {one === null ? 'files themselves stay where they are' : 'file itself stays where it is'}.</p>
            </div>
          </AlertDialog.Description>
          <div className="dialog-buttons">
            <AlertDialog.Cancel asChild>
              <Button>Cancel</Button>
            </AlertDialog.Cancel>
            <AlertDialog.Action asChild>
              <Button className="danger" onClick={() => void forgetItems(items)}>
                Forget for good
              </Button>
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
