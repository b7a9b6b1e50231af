/** Pasting outside a field: files are opened, text becomes a document if the dialog is confirmed. */
import { useEffect } from 'react';
import { openDropped } from '../../state/document-actions.ts';
import { openPaste } from '../../state/import-actions.ts';
import { getState } from '../../state/store.ts';

const isField = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.matches('input, textarea, select') || target.isContentEditable);

export function usePaste(): void {
  useEffect(() => {
    const paste = (event: ClipboardEvent) => {
      const { clipboardData, target } = event;
      if (clipboardData === null || isField(target) || getState().pasted !== null) return;
      if (clipboardData.files.length > 0) void openDropped(clipboardData);
      else {
        const text = clipboardData.getData('text/plain');
        if (text.trim() === '') return;
        openPaste(text);
      }
      event.preventDefault();
    };
    window.addEventListener('paste', paste);
    return () => window.removeEventListener('paste', paste);
  }, []);
}
