/** What stands where the list would be when there is nothing in it. */
import { FolderOpen, LibraryBig } from 'lucide-react';
import { Button } from '../../parts/button.tsx';
import { changeView } from '../../state/library-actions.ts';
import type { LibraryView } from '../../state/library-slice.ts';
import { openDialog } from '../shell/open-dialog.ts';

export function EmptyLibrary({ view }: { view: LibraryView }) {
  const narrowed = view.collection !== null || view.tag !== null;
  return (
    <div className="library-empty">
      <LibraryBig size={28} aria-hidden="true" />
      {narrowed ? (
        <>
          <p>
            <strong>No document here yet.</strong>
          </p>
          <p className="muted">
            {view.tag === null
              ? 'Mark documents in the list and put them into this collection.'
              : `No document has the tag ${view.tag}.`}
          </p>
          <Button onClick={() => changeView({ collection: null, tag: null })}>Show all documents</Button>
        </>
      ) : (
        <>
          <p>
            <strong>The library is empty.</strong>
          </p>
          <p className="muted">What you open stays here: PDF, EPUB, Word, HTML, Markdown, text, source code.</p>
          <div className="row">
            <Button look="primary" onClick={() => openDialog('file')}>
              Add a file…
            </Button>
            <Button onClick={() => openDialog('folder')}>
              <FolderOpen size={16} aria-hidden="true" />
              Add a folder…
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
