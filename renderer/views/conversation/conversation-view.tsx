/** Questions and answers about one document. */
import { ArrowDown, CircleAlert } from 'lucide-react';
import { useRef } from 'react';
import type { DocumentState } from '../../../electron/contract/documents.ts';
import type { AppState } from '../../../electron/contract/state.ts';
import { Button } from '../../parts/button.tsx';
import { asSentence } from '../../parts/format.ts';
import { useBottomBar } from '../../parts/use-bottom-bar.ts';
import { ask } from '../../state/answer-actions.ts';
import type { Exchange } from '../../state/conversation-slice.ts';
import { blockedFor, currentMode, documentKey, isReadingNow } from '../../state/document-status.ts';
import { useStore } from '../../state/store.ts';
import { ReadingStrip } from '../reading/reading-strip.tsx';
import { Composer, QUESTION_FIELD } from './composer.tsx';
import { ExchangeView } from './exchange-view.tsx';
import { leadText, suggestedQuestions } from './suggestions.ts';
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
  const below = useRef<HTMLDivElement>(null);
  useBottomBar(below);
  const failed = failedReading(app, document, last);
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
      <div className="below" ref={below}>
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
        {failed !== null && (
          <div className="column strip">
            <div className="note bad small" role="alert">
              <CircleAlert size={16} aria-hidden="true" />
              <p>{failed}</p>
            </div>
          </div>
        )}
        <Composer app={app} document={document} />
      </div>
    </div>
  );
}

/** What went wrong with the latest reading, unless the last answer says it already; null when nothing did. */
function failedReading(app: AppState, document: DocumentState, last: Exchange | undefined): string | null {
  if (document.error === null || isReadingNow(app, document)) return null;
  const message = asSentence(document.error.message);
  return last?.failure?.message === message ? null : `It could not be read. ${message}`;
}

function Suggestions({ app, document }: { app: AppState; document: DocumentState }) {
  const mode = currentMode(
    app,
    document,
    useStore((state) => state.modes[documentKey(document)]),
  );
  const blocked = blockedFor(app, document);
  return (
    <div className="column suggestions">
      <p className="lead">What do you want to know?</p>
      <p className="muted">{leadText(document, mode)}</p>
      <ul>
        {suggestedQuestions(document.kind).map((question) => (
          <li key={question}>
            <button
              type="button"
              className="chip"
              aria-disabled={blocked !== null}
              title={blocked ?? undefined}
              onClick={() => {
                if (blocked !== null) return;
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
