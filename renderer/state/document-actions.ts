/** Opening and closing documents. */
import type { DocumentState } from '../../electron/contract/documents.ts';
import { call, pathOf } from '../bridge/bridge.ts';
import { droppedEntries, pickedFiles, toUpload, type Picked } from '../bridge/uploads.ts';
import { formatCount, formatCounted } from '../parts/format.ts';
import { announce, orToast, selectDocument, showToast } from './layout-actions.ts';
import { useStore } from './store.ts';

/** What this page uploaded, by document id, so that a closed document can be opened again. */
const uploads = new Map<string, Picked>();

/** Shows what was opened, unless several are being added to the library: they would take turns on the screen. */
function opened(result: { id: string } | null, several = false): void {
  if (result === null || (several && useStore.getState().screen === 'library')) return;
  selectDocument(result.id);
  const name = useStore.getState().app?.documents.find(({ id }) => id === result.id)?.name;
  announce(`Opened ${name ?? 'the document'}.`);
  requestAnimationFrame(() => document.getElementById('document-title')?.focus());
}

export async function chooseDocument(kind: 'file' | 'folder'): Promise<void> {
  opened(await orToast(() => call('document.choose', { kind })));
}

export async function openPath(path: string, several = false): Promise<void> {
  opened(await orToast(() => call('document.open', { path })), several);
}

export async function openSample(): Promise<void> {
  opened(await orToast(() => call('document.sample', {})));
}

/** Sends files that the browser picked, one document after the other. */
export async function uploadPicked(picked: readonly Picked[]): Promise<void> {
  for (const one of picked) {
    const result = await orToast(() => upload(one));
    if (result !== null) uploads.set(result.id, one);
    opened(result, picked.length > 1);
  }
}

async function upload(picked: Picked): Promise<{ id: string }> {
  const { params, unreadable } = await toUpload(picked);
  const result = await call('document.upload', params);
  if (unreadable.length > 0) showToast({ text: leftOut(picked.name, unreadable), tone: 'problem' });
  return result;
}

/** Names the first few of the files that could not be read. */
function leftOut(name: string, paths: readonly string[]): string {
  const more = paths.length > 3 ? ` and ${formatCount(paths.length - 3)} more` : '';
  return `${name}: ${formatCounted(paths.length, 'file')} could not be read and ${paths.length === 1 ? 'was' : 'were'} left out: ${paths.slice(0, 3).join(', ')}${more}.`;
}

/** Opens everything that was dropped or pasted; in the window by path, in a browser by content. */
export async function openDropped(transfer: DataTransfer): Promise<void> {
  if (useStore.getState().app?.host.paths !== true) {
    const picked =
      transfer.items.length > 0 ? droppedEntries(transfer.items) : Promise.resolve(pickedFiles(transfer.files));
    await uploadPicked((await orToast(() => picked)) ?? []);
    return;
  }
  const paths = [...transfer.files].map(pathOf);
  if (paths.length === 0 || paths.includes(null)) {
    showToast({ text: 'Only files and folders of this computer can be dropped here.', tone: 'problem' });
  }
  for (const path of paths) if (path !== null) await openPath(path, paths.length > 1);
}

export async function closeDocument(closed: DocumentState): Promise<void> {
  const done = await orToast(() => call('document.close', { id: closed.id }));
  if (done === null) return;
  const reopen = reopener(closed);
  showToast({
    text: `Closed ${closed.name}`,
    tone: 'plain',
    ...(reopen !== null && { action: { label: 'Undo', run: () => void reopen() } }),
  });
}

function reopener({ id, kind, path }: DocumentState): (() => Promise<void>) | null {
  if (kind === 'sample') return openSample;
  if (path !== null) return () => openPath(path);
  const picked = uploads.get(id);
  return picked === undefined ? null : () => uploadPicked([picked]);
}
