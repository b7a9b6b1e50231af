/** The library as one file: written, and put back. */
import { call } from '../bridge/bridge.ts';
import { orToast, showToast } from './layout-actions.ts';

/** Asks where to, in the system's dialog. */
export async function backUpLibrary(): Promise<void> {
  const saved = await orToast(() => call('library.backup', {}));
  if (saved !== null) showToast({ text: `The library is backed up in ${saved.path}`, tone: 'plain' });
}

/** Asks for the file, in the system's dialog, and puts it in the place of the library. */
export async function restoreLibrary(): Promise<void> {
  const restored = await orToast(() => call('library.restore', {}));
  if (restored !== null) showToast({ text: `The library is as it was in ${restored.path}`, tone: 'plain' });
}
