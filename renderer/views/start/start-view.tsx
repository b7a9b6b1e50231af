/** Nothing is selected: how to begin, and which model to begin with. */
import { BookOpen, FileText, FolderOpen } from 'lucide-react';
import { useRef } from 'react';
import type { AppState } from '../../../electron/contract/state.ts';
import { Button } from '../../parts/button.tsx';
import { useFocusIfLost } from '../../parts/use-focus-if-lost.ts';
import { openSample } from '../../state/document-actions.ts';
import { openDialog } from '../shell/open-dialog.ts';
import { WelcomeCard } from './welcome-card.tsx';

export function StartView({ app }: { app: AppState }) {
  const title = useRef<HTMLHeadingElement>(null);
  useFocusIfLost(title);
  const modelFirst = app.engine.kind === 'no-model';
  return (
    <div className="view start" tabIndex={-1}>
      <div className="column">
        {modelFirst && <WelcomeCard app={app} />}
        <section className="drop-zone" aria-labelledby="start-title">
          <div className="glyph">
            <FileText size={28} aria-hidden="true" />
          </div>
          <h1 id="start-title" ref={title} tabIndex={-1}>
            Drop a document here
          </h1>
          <p className="muted">PDF, EPUB, Word, HTML, Markdown, text, source code, or a whole folder.</p>
          <div className="row">
            <Button look={modelFirst ? 'secondary' : 'primary'} onClick={() => openDialog('file')}>
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
            It is read and answered on this computer, and none of it leaves it. Ask as often as you like.
          </p>
        </section>
        {!modelFirst && <WelcomeCard app={app} />}
      </div>
    </div>
  );
}
