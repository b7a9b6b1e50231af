/** Questions and answers about one document. */
import { ArrowDown } from 'lucide-react';
import type { DocumentState } from '../../../electron/contract/documents.ts';
import type { AppState } from '../../../electron/contract/state.ts';
import { Button } from '../../parts/button.tsx';
import { ask } from '../../state/answer-actions.ts';
import type { Exchange } from '../../state/conversation-slice.ts';
import { blockedReason, isReadingNow } from '../../state/document-status.ts';
import { useStore } from '../../state/store.ts';
import { ReadingStrip } from '../reading/reading-strip.tsx';
import { Composer, QUESTION_FIELD } from './composer.tsx';
import { ExchangeView } from './exchange-view.tsx';
import { suggestedQuestions } from './suggestions.ts';
import { useBottom } from './use-bottom.ts';

interface Props {
  app: AppState;
  document: DocumentState;
  exchanges: readonly Exchange[];
}

export function ConversationView({ app, document, exchanges }: Props) {
  const last = exchanges.at(-1);
  const streamed = useStore((state) => (last === undefined ? '' : (state.streams[last.id] ?? '')));
  const { scroller, atBottom, toBottom, onScroll } = useBottom(last?.id, streamed.length);
  return (
    <div className="conversation">
      <h2 className="sr-only">Conversation</h2>
      <div className="scroller" ref={scroller} onScroll={onScroll} tabIndex={0} role="group" aria-label="Conversation">
        {last === undefined ? (
          <Suggestions app={app} document={document} />
        ) : (
          <ol className="column exchanges">
            {exchanges.map((exchange) => (
              <ExchangeView key={exchange.id} app={app} document={document} exchange={exchange} />
            ))}
          </ol>
        )}
      </div>
      <div className="below">
        {!atBottom && (
          <Button size="small" className="to-latest" onClick={toBottom}>
            <ArrowDown size={14} aria-hidden="true" />
            Jump to latest
          </Button>
        )}
        {isReadingNow(app, document) && (
          <div className="column strip">
            <ReadingStrip app={app} documentId={document.id} />
          </div>
        )}
        <Composer app={app} document={document} />
      </div>
    </div>
  );
}

function Suggestions({ app, document }: { app: AppState; document: DocumentState }) {
  return (
    <div className="column suggestions">
      <p className="lead">What do you want to know?</p>
      <p className="muted">{document.name} is read. Questions and answers attend to the whole of it.</p>
      <ul>
        {suggestedQuestions(document.kind).map((question) => (
          <li key={question}>
            <button
              type="button"
              className="chip"
              aria-disabled={blockedReason(app) !== null}
              onClick={() => {
                // The chip goes with its list.
                globalThis.document.getElementById(QUESTION_FIELD)?.focus();
                void ask(document, question);
              }}
            >
              {question}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
