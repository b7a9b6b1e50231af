/** The note of a highlight. */
import { useState } from 'react';
import type { Annotation } from '../../../electron/contract/library.ts';
import { Button } from '../../parts/button.tsx';
import { TextDialog } from '../../parts/text-dialog.tsx';
import { changeHighlight, writeNoteOf } from '../../state/annotation-actions.ts';
import { useStore } from '../../state/store.ts';

const NONE: never[] = [];

export function NoteDialog({ documentId }: { documentId: string }) {
  const id = useStore((state) => state.noteOf);
  const annotation = useStore((state) => state.annotations[documentId] ?? NONE).find((one) => one.id === id);
  return annotation === undefined ? null : <NoteForm key={annotation.id} annotation={annotation} />;
}

function NoteForm({ annotation }: { annotation: Annotation }) {
  const [note, setNote] = useState(annotation.note);
  const close = () => writeNoteOf(null);

  async function save(event: { preventDefault: () => void }): Promise<void> {
    event.preventDefault();
    // What was typed stays in the dialog when it could not be kept.
    if (await changeHighlight(annotation, { note: note.trim() })) close();
  }

  return (
    <TextDialog title="Note" onClose={close}>
      <form className="dialog-form" onSubmit={(event) => void save(event)}>
        <blockquote className={`quote ${annotation.colour}`}>{annotation.quote}</blockquote>
        <textarea
          className="field note-text"
          rows={5}
          aria-label="Note"
          maxLength={20_000}
          value={note}
          onChange={(event) => setNote(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void save(event);
          }}
        />
        <div className="dialog-buttons">
          <Button onClick={close}>Cancel</Button>
          <Button look="primary" type="submit">
            Save
          </Button>
        </div>
      </form>
    </TextDialog>
  );
}
