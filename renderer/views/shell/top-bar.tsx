/** The line above the middle: what is shown, and the switches of the side panels. */
import { BookOpenText, ChartNoAxesColumn, PanelLeft } from 'lucide-react';
import type { DocumentState } from '../../../electron/contract/documents.ts';
import { formatCount } from '../../parts/format.ts';
import { IconButton } from '../../parts/icon-button.tsx';
import { toggleReport, toggleSidebar } from '../../state/layout-actions.ts';
import { toggleReader } from '../../state/reader-actions.ts';
import { useStore } from '../../state/store.ts';
import { LibraryTitle } from '../library/library-title.tsx';

interface Props {
  document: DocumentState | null;
  /** There are figures to report. */
  reported: boolean;
}

export function TopBar({ document, reported }: Props) {
  const screen = useStore((state) => state.screen);
  const sidebarOpen = useStore((state) => state.sidebarOpen);
  const readerOpen = useStore((state) => state.readerOpen);
  const reportOpen = useStore((state) => state.reportOpen);
  return (
    <header className="top-bar">
      <IconButton
        name={sidebarOpen ? 'Hide the sidebar' : 'Show the sidebar'}
        shortcut="Mod+B"
        aria-expanded={sidebarOpen}
        onClick={toggleSidebar}
      >
        <PanelLeft size={18} aria-hidden="true" />
      </IconButton>
      {screen === 'library' && <LibraryTitle />}
      {document !== null && (
        <>
          <h1 id="document-title" className="truncate" tabIndex={-1} title={document.path ?? undefined}>
            {document.name}
          </h1>
          {document.size !== null && (
            <span className="muted small num tokens">{formatCount(document.size.documentTokens)} tokens</span>
          )}
          <span className="spring" />
          <IconButton
            name={readerOpen ? 'Hide the reader' : 'Show the reader'}
            shortcut="Mod+Shift+E"
            aria-expanded={readerOpen}
            onClick={toggleReader}
          >
            <BookOpenText size={18} aria-hidden="true" />
          </IconButton>
          {reported && (
            <IconButton
              name={reportOpen ? 'Hide the report' : 'Show the report'}
              shortcut="Mod+."
              aria-expanded={reportOpen}
              onClick={toggleReport}
            >
              <ChartNoAxesColumn size={18} aria-hidden="true" />
            </IconButton>
          )}
        </>
      )}
    </header>
  );
}
