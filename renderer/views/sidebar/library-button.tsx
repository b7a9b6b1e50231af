/** The way to the library, and word of what is on its way there. */
import { LibraryBig } from 'lucide-react';
import type { AppState } from '../../../electron/contract/state.ts';
import { hasEnded } from '../../state/import-actions.ts';
import { showLibrary } from '../../state/library-actions.ts';
import { useStore } from '../../state/store.ts';

export function LibraryButton({ app }: { app: AppState }) {
  const shown = useStore((state) => state.screen === 'library');
  const going = app.imports.filter((one) => !hasEnded(one)).length;
  const failed = app.imports.filter(({ status }) => status === 'failed').length;
  return (
    <div className="library-button">
      <button type="button" className="entry" aria-current={shown ? 'page' : undefined} onClick={showLibrary}>
        <LibraryBig size={16} aria-hidden="true" />
        <span className="truncate">Library</span>
        {going > 0 ? (
          <span className="count num small">adding {going}</span>
        ) : (
          failed > 0 && <span className="count problem num small">{failed} failed</span>
        )}
      </button>
    </div>
  );
}
