/** The browser's file dialogs. In the window the system's own are used, which tell paths. */
import type { ChangeEvent } from 'react';
import { pickedFiles, pickedFolder } from '../../bridge/uploads.ts';
import { uploadPicked } from '../../state/document-actions.ts';
import { useStore } from '../../state/store.ts';
import { FILE_INPUT, FOLDER_INPUT } from './open-dialog.ts';

function take(event: ChangeEvent<HTMLInputElement>, kind: 'file' | 'folder'): void {
  const input = event.currentTarget;
  const files = [...(input.files ?? [])];
  // Otherwise choosing the same file again would be no change.
  input.value = '';
  const folder = kind === 'folder' ? pickedFolder(files) : null;
  void uploadPicked(kind === 'file' ? pickedFiles(files) : folder === null ? [] : [folder]);
}

export function FileInputs() {
  const paths = useStore((state) => state.app?.host.paths ?? true);
  if (paths) return null;
  return (
    <div hidden>
      <input id={FILE_INPUT} type="file" multiple aria-label="Open files" onChange={(event) => take(event, 'file')} />
      <input
        id={FOLDER_INPUT}
        type="file"
        aria-label="Open a folder"
        {...{ webkitdirectory: '' }}
        onChange={(event) => take(event, 'folder')}
      />
    </div>
  );
}
