/** The window: documents on the left, the selected one or the library in the middle, the report of the selected one on the right. */
import { Tooltip } from 'radix-ui';
import { LiveRegion } from '../../parts/live-region.tsx';
import { Toasts } from '../../parts/toasts.tsx';
import { useTheme } from '../../parts/use-theme.ts';
import { documentKey, hasReport } from '../../state/document-status.ts';
import { useStore } from '../../state/store.ts';
import { DocumentView } from '../document/document-view.tsx';
import { LibraryView } from '../library/library-view.tsx';
import { PasteDialog } from '../paste/paste-dialog.tsx';
import { usePaste } from '../paste/use-paste.ts';
import { Notices } from '../faults/notices.tsx';
import { ReportPanel } from '../report/report-panel.tsx';
import { ShortcutsDialog } from '../shortcuts/shortcuts-dialog.tsx';
import { useShortcuts } from '../shortcuts/use-shortcuts.ts';
import { Sidebar } from '../sidebar/sidebar.tsx';
import { StartView } from '../start/start-view.tsx';
import { Boot } from './boot.tsx';
import { DropTarget } from './drop-target.tsx';
import { FileInputs } from './file-inputs.tsx';
import { TopBar } from './top-bar.tsx';
import { useNarrow } from './use-narrow.ts';

export function App() {
  useTheme();
  useNarrow();
  useShortcuts();
  usePaste();
  const app = useStore((state) => state.app);
  const screen = useStore((state) => state.screen);
  const selectedId = useStore((state) => state.selectedId);
  const sidebarOpen = useStore((state) => state.sidebarOpen);
  const reportOpen = useStore((state) => state.reportOpen);
  const conversations = useStore((state) => state.conversations);
  if (app === null) return <Boot />;
  const selected = app.documents.find(({ id }) => id === selectedId) ?? null;
  const document = screen === 'library' ? null : selected;
  const reported =
    document !== null && hasReport(app, document, conversations[documentKey(document)] ?? []) ? document : null;
  return (
    <Tooltip.Provider delayDuration={400}>
      <div className="shell">
        {sidebarOpen && <Sidebar app={app} />}
        <main className="main">
          <TopBar document={document} reported={reported !== null} />
          <Notices app={app} />
          {screen === 'library' ? (
            <LibraryView app={app} />
          ) : document === null ? (
            <StartView app={app} />
          ) : (
            <DocumentView key={document.id} app={app} document={document} />
          )}
          <Toasts />
        </main>
        {reported !== null && reportOpen && <ReportPanel key={reported.id} app={app} document={reported} />}
      </div>
      <DropTarget />
      <FileInputs />
      <PasteDialog />
      <ShortcutsDialog />
      <LiveRegion />
    </Tooltip.Provider>
  );
}
