/** The screen that a document's state calls for: before, while and after it is read. */
import type { DocumentState } from '../../../electron/contract/documents.ts';
import type { AppState } from '../../../electron/contract/state.ts';
import { documentKey, documentStage } from '../../state/document-status.ts';
import { useStore } from '../../state/store.ts';
import { ConversationView } from '../conversation/conversation-view.tsx';
import { ReadingView } from '../reading/reading-view.tsx';
import { WelcomeCard } from '../start/welcome-card.tsx';
import { UnreadView } from '../unread/unread-view.tsx';

const NONE: never[] = [];

export function DocumentStage({ app, document }: { app: AppState; document: DocumentState }) {
  const exchanges = useStore((state) => state.conversations[documentKey(document)] ?? NONE);
  switch (documentStage(app, document, exchanges)) {
    case 'conversation':
      return <ConversationView app={app} document={document} exchanges={exchanges} />;
    case 'reading':
      return <ReadingView app={app} document={document} />;
    case 'unread':
      return app.engine.kind === 'no-model' ? (
        <div className="view">
          <div className="column">
            <WelcomeCard app={app} />
          </div>
        </div>
      ) : (
        <UnreadView app={app} document={document} />
      );
  }
}
