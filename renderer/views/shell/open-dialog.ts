/** Asks for a file or folder: by the system's dialog in the window, by the browser's elsewhere. */
import { chooseDocument } from '../../state/document-actions.ts';
import { useStore } from '../../state/store.ts';

export const FILE_INPUT = 'file-input';
export const FOLDER_INPUT = 'folder-input';

export function openDialog(kind: 'file' | 'folder'): void {
  if (useStore.getState().app?.host.paths === true) void chooseDocument(kind);
  else document.getElementById(kind === 'file' ? FILE_INPUT : FOLDER_INPUT)?.click();
}
