/** Buttons for a selected passage: highlight it, note something on it, ask about it, copy it. */
import { Copy, MessageCircleQuestionMark, NotebookPen } from 'lucide-react';
import { IconButton } from '../../parts/icon-button.tsx';
import { addHighlight, askAbout, COLOURS, writeNoteOf, type Colour } from '../../state/annotation-actions.ts';
import { documentKey } from '../../state/document-status.ts';
import { announce, orToast } from '../../state/layout-actions.ts';
import type { Stretch } from '../../state/reader-slice.ts';
import { getState } from '../../state/store.ts';

interface Props {
  documentId: string;
  /** Null where the passage's place in the text is not known: then it can be asked about and copied only. */
  stretch: Stretch | null;
  /** The passage's words; null when they could not be had. */
  read: () => Promise<string | null>;
  onDone: () => void;
}

/** The words of a highlight are kept with it up to this length; enough to find it again when the text has changed. */
const LONGEST_QUOTE = 20_000;

export function PassageTools({ documentId, stretch, read, onDone }: Props) {
  async function highlight(colour: Colour, withNote: boolean): Promise<void> {
    if (stretch === null) return;
    const quote = await read();
    if (quote === null) return;
    const made = await addHighlight(documentId, stretch, quote.slice(0, LONGEST_QUOTE), colour);
    onDone();
    if (made !== null && withNote) writeNoteOf(made.id);
  }

  async function ask(): Promise<void> {
    const passage = await read();
    const document = getState().app?.documents.find(({ id }) => id === documentId);
    if (passage === null || document === undefined) return;
    onDone();
    askAbout(documentKey(document), passage);
  }

  async function copy(): Promise<void> {
    const passage = await read();
    if (passage === null) return;
    const done = await orToast(async () => {
      await navigator.clipboard.writeText(passage);
      return true;
    });
    if (done === true) announce('Copied.');
  }

  return (
    <>
      {stretch !== null && (
        <>
          {COLOURS.map((colour) => (
            <IconButton
              key={colour}
              name={`Highlight in ${colour}`}
              size="small"
              onClick={() => void highlight(colour, false)}
            >
              <span className={`colour-dot ${colour}`} aria-hidden="true" />
            </IconButton>
          ))}
          <IconButton name="Highlight and note" size="small" onClick={() => void highlight('yellow', true)}>
            <NotebookPen size={15} aria-hidden="true" />
          </IconButton>
        </>
      )}
      <IconButton name="Copy" size="small" onClick={() => void copy()}>
        <Copy size={15} aria-hidden="true" />
      </IconButton>
      <button type="button" className="button quiet small" onClick={() => void ask()}>
        <MessageCircleQuestionMark size={15} aria-hidden="true" />
        Ask about this
      </button>
    </>
  );
}
