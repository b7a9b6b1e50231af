/** Highlights and notes, and asking about a passage. */
import type { Annotation } from '../../electron/contract/library.ts';
import { call } from '../bridge/bridge.ts';
import { writeDraft } from './answer-actions.ts';
import { announce, orToast, showToast } from './layout-actions.ts';
import type { Stretch } from './reader-slice.ts';
import { getState, setState } from './store.ts';

export type Colour = Annotation['colour'];
export const COLOURS: readonly Colour[] = ['yellow', 'green', 'blue', 'pink'];

const sorted = (annotations: readonly Annotation[]) =>
  annotations.toSorted((a, b) => a.start - b.start || a.end - b.end);

function replace(documentId: string, change: (before: Annotation[]) => Annotation[]): void {
  setState(({ annotations }) => ({
    annotations: { ...annotations, [documentId]: sorted(change(annotations[documentId] ?? [])) },
  }));
}

/** Highlights a stretch. @param quote the words that stand there. @returns the highlight; null when it could not be kept. */
export async function addHighlight(
  documentId: string,
  { start, end }: Stretch,
  quote: string,
  colour: Colour,
): Promise<Annotation | null> {
  const made = await orToast(() => call('annotation.add', { documentId, start, end, quote, note: '', colour }));
  if (made === null) return null;
  replace(documentId, (before) => [...before, made]);
  announce('Highlighted.');
  return made;
}

export async function changeHighlight(
  { id, documentId }: Annotation,
  change: { note?: string; colour?: Colour },
): Promise<boolean> {
  const changed = await orToast(() => call('annotation.change', { id, ...change }));
  if (changed === null) return false;
  replace(documentId, (before) => before.map((one) => (one.id === id ? changed : one)));
  return true;
}

/** Removes a highlight with its note; a toast offers to make it again. */
export async function removeHighlight(removed: Annotation): Promise<void> {
  const { id, documentId, start, end, quote, note, colour } = removed;
  const done = await orToast(() => call('annotation.remove', { id }));
  if (done === null) return;
  replace(documentId, (before) => before.filter((one) => one.id !== id));
  const again = async () => {
    const made = await orToast(() => call('annotation.add', { documentId, start, end, quote, note, colour }));
    if (made !== null) replace(documentId, (before) => [...before, made]);
  };
  showToast({
    text: note === '' ? 'Removed the highlight' : 'Removed the highlight and its note',
    tone: 'plain',
    action: { label: 'Undo', run: () => void again() },
  });
}

export const writeNoteOf = (noteOf: string | null) => setState({ noteOf });

/** Characters of a passage that go into a question. More would leave no room for the question itself. */
export const QUOTE_LIMIT = 2000;

/** A passage as the beginning of a question: a Markdown quotation, shortened in the middle where it is too long. */
export function asQuotation(passage: string): string {
  const text = passage.trim();
  const half = QUOTE_LIMIT / 2;
  const short = text.length <= QUOTE_LIMIT ? text : `${text.slice(0, half)}\n[…]\n${text.slice(-half)}`;
  return `${short
    .split('\n')
    .map((line) => `> ${line.trimEnd()}`.trimEnd())
    .join('\n')}\n\n`;
}

/** Puts a passage in front of what is typed in the document's question field, and shows that field. */
export function askAbout(key: string, passage: string): void {
  const draft = getState().drafts[key] ?? '';
  writeDraft(key, `${asQuotation(passage)}${draft}`);
  setState({ readerFront: false });
  if (passage.trim().length > QUOTE_LIMIT) {
    showToast({ text: 'The passage is long: its middle is left out of the quotation.', tone: 'plain' });
  }
  requestAnimationFrame(() => {
    const field = document.getElementById('question');
    if (field instanceof HTMLTextAreaElement) {
      field.focus();
      field.setSelectionRange(field.value.length, field.value.length);
      announce('The passage is in the question field.');
    } else {
      showToast({
        text: 'The passage waits in the question field, which opens once the document is read.',
        tone: 'plain',
      });
    }
  });
}
