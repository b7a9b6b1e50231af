/** The document's highlights and notes, in order of the text. */
import { CircleAlert, NotebookPen, Trash2 } from 'lucide-react';
import type { Annotation, ReaderDocument } from '../../../electron/contract/library.ts';
import { IconButton } from '../../parts/icon-button.tsx';
import { removeHighlight, writeNoteOf } from '../../state/annotation-actions.ts';
import { openReaderAt } from '../../state/reader-actions.ts';
import { useStore } from '../../state/store.ts';
import { placeText } from './place-text.ts';

const NONE: never[] = [];

export function HighlightsPanel({ document }: { document: ReaderDocument }) {
  const annotations: readonly Annotation[] = useStore((state) => state.annotations[document.id] ?? NONE);
  return (
    <aside className="reader-side" aria-label="Highlights and notes">
      <h3 className="small">Highlights and notes</h3>
      {annotations.length === 0 ? (
        <p className="none small muted">
          Select a passage to highlight it, by mouse or with Shift and the arrow keys. Tab leads to its buttons.
        </p>
      ) : (
        <ul className="highlights" tabIndex={0} aria-label="Highlights">
          {annotations.map((one) => (
            <Highlight key={one.id} annotation={one} document={document} />
          ))}
        </ul>
      )}
    </aside>
  );
}

function Highlight({ annotation, document }: { annotation: Annotation; document: ReaderDocument }) {
  const { id, start, end, quote, note, colour, lost } = annotation;
  return (
    <li className="highlight">
      <button
        type="button"
        className="go"
        disabled={lost === true}
        onClick={() => openReaderAt(document.id, start, end)}
      >
        <span className={`quote ${colour}`}>{quote}</span>
        {note !== '' && <span className="note-line">{note}</span>}
        {lost === true ? (
          <span className="small warn-text">
            <CircleAlert size={13} aria-hidden="true" /> These words are not in the text any more.
          </span>
        ) : (
          <span className="small muted num truncate">{placeText(document, start)}</span>
        )}
      </button>
      <span className="tools">
        <IconButton name={note === '' ? 'Add a note' : 'Edit the note'} size="small" onClick={() => writeNoteOf(id)}>
          <NotebookPen size={14} aria-hidden="true" />
        </IconButton>
        <IconButton name="Remove the highlight" size="small" onClick={() => void removeHighlight(annotation)}>
          <Trash2 size={14} aria-hidden="true" />
        </IconButton>
      </span>
    </li>
  );
}
