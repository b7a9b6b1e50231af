/** The line above the text: where one is, and the reader's switches. */
import { Highlighter, ListTree, Search, X } from 'lucide-react';
import type { ReaderDocument } from '../../../electron/contract/library.ts';
import { IconButton } from '../../parts/icon-button.tsx';
import { Segmented } from '../../parts/segmented.tsx';
import { chooseLook, closeReader, openBar, toggleSide } from '../../state/reader-actions.ts';
import { useStore } from '../../state/store.ts';
import { placeText } from './place-text.ts';

export function ReaderHead({ id, document }: { id: string; document: ReaderDocument | null }) {
  const side = useStore((state) => state.readerSide);
  const look = useStore((state) => state.readerViews[id] ?? 'pages');
  const place = useStore((state) => state.readerPlaces[id] ?? 0);
  return (
    <header className="reader-head">
      <IconButton
        name="Outline"
        shortcut="Mod+Shift+K"
        aria-pressed={side === 'outline'}
        onClick={() => toggleSide('outline')}
      >
        <ListTree size={17} aria-hidden="true" />
      </IconButton>
      <IconButton
        name="Highlights and notes"
        shortcut="Mod+Shift+H"
        aria-pressed={side === 'highlights'}
        onClick={() => toggleSide('highlights')}
      >
        <Highlighter size={17} aria-hidden="true" />
      </IconButton>
      <button
        type="button"
        className="reader-place small muted num truncate"
        title="Go to a page or line (Ctrl+G)"
        onClick={() => openBar('goto')}
      >
        {document === null ? '' : placeText(document, place)}
      </button>
      <span className="spring" />
      {document?.format === 'pdf' && document.hasOriginal && (
        <Segmented
          name="Show"
          size="small"
          value={look}
          options={[
            { value: 'pages', label: 'Pages' },
            { value: 'text', label: 'Text' },
          ]}
          onChange={(chosen) => chooseLook(id, chosen)}
        />
      )}
      <IconButton name="Find in the document" shortcut="Mod+F" onClick={() => openBar('find')}>
        <Search size={17} aria-hidden="true" />
      </IconButton>
      <IconButton name="Close the reader" shortcut="Mod+Shift+E" onClick={closeReader}>
        <X size={17} aria-hidden="true" />
      </IconButton>
    </header>
  );
}
