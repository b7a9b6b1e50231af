/** Nothing is selected: how to begin, and which model to begin with. */
import { BookOpen, FileText, FolderOpen } from 'lucide-react';
import type { AppState } from '../../../electron/contract/state.ts';
import { Button } from '../../parts/button.tsx';
import { openSample } from '../../state/document-actions.ts';
import { openDialog } from '../shell/open-dialog.ts';
import { WelcomeCard } from './welcome-card.tsx';

export function StartView({ app }: { app: AppState }) {
  return (
    <div className="view start" tabIndex={-1}>
      <div className="column">
        <section className="drop-zone" aria-labelledby="start-title">
          <div className="glyph">
            <FileText size={28} aria-hidden="true" />
          </div>
          <h1 id="start-title">Drop a document here</h1>
          <p className="muted">PDF, EPUB, Word, HTML, Markdown, text, source code, or a whole folder.</p>
          <div className="row">
            <Button look="primary" onClick={() => openDialog('file')}>
              Choose file…
            </Button>
            <Button onClick={() => openDialog('folder')}>
              <FolderOpen size={16} aria-hidden="true" />
              Choose folder…
            </Button>
            <Button look="quiet" onClick={() => void openSample()}>
              <BookOpen size={16} aria-hidden="true" />
              Try the sample
            </Button>
          </div>
          <p className="muted small">
            Read once on this computer, ask as often as you like. Nothing leaves this machine.
          </p>
        </section>
        <WelcomeCard app={app} />
      </div>
    </div>
  );
}
