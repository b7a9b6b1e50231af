/** A dialog with a title, a line about what it concerns, and a form. */
import { X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { IconButton } from './icon-button.tsx';
import { useReturnFocus } from './use-return-focus.ts';

interface Props {
  title: string;
  line?: string;
  onClose: () => void;
  children: ReactNode;
}

export function TextDialog({ title, line, onClose, children }: Props) {
  const returnFocus = useReturnFocus();
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content
          className="dialog"
          onCloseAutoFocus={returnFocus}
          {...(line === undefined && { 'aria-describedby': undefined })}
          onOpenAutoFocus={(event) => {
            const content = event.currentTarget;
            event.preventDefault();
            if (content instanceof HTMLElement) content.querySelector<HTMLElement>('input, textarea')?.focus();
          }}
        >
          <header>
            <Dialog.Title>{title}</Dialog.Title>
            <Dialog.Close asChild>
              <IconButton name="Close">
                <X size={16} aria-hidden="true" />
              </IconButton>
            </Dialog.Close>
          </header>
          {line !== undefined && <Dialog.Description className="muted truncate">{line}</Dialog.Description>}
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
