/** Buttons for a highlight: its colour, its note, asking about it, removing it. */
import { MessageCircleQuestionMark, NotebookPen, Trash2 } from 'lucide-react';
import type { Annotation } from '../../../electron/contract/library.ts';
import { IconButton } from '../../parts/icon-button.tsx';
import { askAbout, changeHighlight, COLOURS, removeHighlight, writeNoteOf } from '../../state/annotation-actions.ts';
import { documentKey } from '../../state/document-status.ts';
import { getState } from '../../state/store.ts';

export function AnnotationTools({ annotation, onDone }: { annotation: Annotation; onDone: () => void }) {
  const { id, documentId, colour, note, quote } = annotation;

  function ask(): void {
    const document = getState().app?.documents.find((one) => one.id === documentId);
    onDone();
    if (document !== undefined) askAbout(documentKey(document), quote);
  }

  return (
    <>
      {COLOURS.map((one) => (
        <IconButton
          key={one}
          name={`Make it ${one}`}
          size="small"
          aria-pressed={one === colour}
          onClick={() => void changeHighlight(annotation, { colour: one })}
        >
          <span className={`colour-dot ${one}`} aria-hidden="true" />
        </IconButton>
      ))}
      <IconButton
        name={note === '' ? 'Add a note' : 'Edit the note'}
        size="small"
        onClick={() => {
          onDone();
          writeNoteOf(id);
        }}
      >
        <NotebookPen size={15} aria-hidden="true" />
      </IconButton>
      <IconButton name="Ask about this" size="small" onClick={ask}>
        <MessageCircleQuestionMark size={15} aria-hidden="true" />
      </IconButton>
      <IconButton
        name="Remove the highlight"
        size="small"
        onClick={() => {
          onDone();
          void removeHighlight(annotation);
        }}
      >
        <Trash2 size={15} aria-hidden="true" />
      </IconButton>
    </>
  );
}
