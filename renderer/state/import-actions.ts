/** Documents on their way into the library. */
import type { ImportState } from '../../electron/contract/library.ts';
import { call } from '../bridge/bridge.ts';
import { asSentence } from '../parts/format.ts';
import { announce, orToast } from './layout-actions.ts';
import { setState } from './store.ts';

export const cancelImport = (id: string) => orToast(() => call('import.cancel', { id }));
/** Takes ended imports off the list: one, or all when `id` is null. */
export const dismissImport = (id: string | null) => orToast(() => call('import.dismiss', { id }));

export const hasEnded = ({ status }: ImportState) => ['done', 'failed', 'cancelled'].includes(status);

/** Imports that have ended since. */
export function newlyEnded(before: readonly ImportState[], after: readonly ImportState[]): ImportState[] {
  return after.filter((one) => hasEnded(one) && !before.some((old) => old.id === one.id && hasEnded(old)));
}

/** What a row of the list says about an import. */
export function importText({ name, status, fraction, duplicate, error }: ImportState): string {
  switch (status) {
    case 'waiting':
      return 'Waiting';
    case 'parsing':
      return fraction === null ? 'Reading the file' : `Reading the file, ${Math.floor(fraction * 100)}%`;
    case 'storing':
      return 'Storing';
    case 'done':
      return duplicate ? 'Already in the library' : 'Added';
    case 'cancelled':
      return 'Cancelled';
    case 'failed':
      return withoutName(error?.message ?? 'it failed, and no reason was given', name);
  }
}

/** Messages begin with the file's name, which the row says already. */
function withoutName(message: string, name: string): string {
  return asSentence(message.startsWith(`${name}: `) ? message.slice(name.length + 2) : message);
}

/** Opens the dialog that makes a document of text. */
export const openPaste = (text = '') => setState({ pasted: { title: titleOf(text), text } });
export const closePaste = () => setState({ pasted: null });

/** A title from the text's first line that says something. */
export function titleOf(text: string): string {
  const line = text
    .slice(0, 10_000)
    .split('\n')
    .find((one) => /\p{L}|\p{N}/u.test(one));
  const words = (line ?? '')
    .replace(/^[\s#>*=-]+/, '')
    .trim()
    .replace(/\s+/g, ' ');
  if (words.length <= 80) return words;
  const cut = words.slice(0, 80);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 40))}…`;
}

/** @returns whether the text was taken; the dialog keeps it otherwise. */
export async function importPasted(title: string, text: string): Promise<boolean> {
  const started = await orToast(() => call('import.paste', { title, text }));
  if (started === null) return false;
  setState({ pasted: null });
  announce(`Adding ${title} to the library.`);
  return true;
}
