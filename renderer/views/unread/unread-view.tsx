/** A document that is not read yet: what it is, whether it fits, how long reading takes, and the button. */
import { CircleAlert } from 'lucide-react';
import type { DocumentState } from '../../../electron/contract/documents.ts';
import type { AppState } from '../../../electron/contract/state.ts';
import { asSentence } from '../../parts/format.ts';
import { DocumentFacts } from './document-facts.tsx';
import { HowToRead } from './how-to-read.tsx';
import { SizeBar } from './size-bar.tsx';

export function UnreadView({ app, document }: { app: AppState; document: DocumentState }) {
  const { size, error } = document;
  // That it is too long is said with its size.
  const problem = error?.code === 'document-too-long' && size?.fits === false ? null : error;
  return (
    <div className="view unread">
      <div className="column">
        <DocumentFacts document={document} />
        <SizeBar size={size} counting={app.engine.kind === 'ready'} />
        {problem !== null && (
          <div className="note bad" role="alert">
            <CircleAlert size={16} aria-hidden="true" />
            <p>{asSentence(problem.message)}</p>
          </div>
        )}
        {size?.fits !== false && <HowToRead app={app} document={document} />}
      </div>
    </div>
  );
}
