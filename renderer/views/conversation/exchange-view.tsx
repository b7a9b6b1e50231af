/** One question with its answer, in whatever state it is. */
import { CircleAlert, PenLine, RotateCcw, Square } from 'lucide-react';
import type { DocumentState } from '../../../electron/contract/documents.ts';
import type { AppState } from '../../../electron/contract/state.ts';
import { Button } from '../../parts/button.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { asSentence } from '../../parts/format.ts';
import { IconButton } from '../../parts/icon-button.tsx';
import { Markdown } from '../../parts/markdown.tsx';
import { ask, editQuestion, stopAnswer } from '../../state/answer-actions.ts';
import type { Exchange } from '../../state/conversation-slice.ts';
import { blockedFor, documentKey, stopBlocked, stopLabel } from '../../state/document-status.ts';
import { AnswerFooter } from './answer-footer.tsx';
import { PendingAnswer } from './pending-answer.tsx';

interface Props {
  app: AppState;
  document: DocumentState;
  exchange: Exchange;
}

export function ExchangeView({ app, document, exchange }: Props) {
  const { id, question, status, answer, failure } = exchange;
  const blocked = blockedFor(app, document);
  // A failed question is tried again in its place; an answered one is asked once more below.
  const again = () => void ask(document, question, status === 'failed' ? id : undefined);
  return (
    <li className="exchange">
      <h3 className="question">
        <span className="sr-only">Question: </span>
        {question}
      </h3>
      <div className="answer" aria-busy={status === 'pending'}>
        {status === 'pending' ? (
          <PendingAnswer app={app} document={document} exchange={exchange} />
        ) : (
          answer !== '' && <Markdown text={answer} />
        )}
        {status === 'failed' && (
          <div className="note bad" role="alert">
            <CircleAlert size={16} aria-hidden="true" />
            <p>{asSentence(failure?.message ?? 'no answer came')}</p>
          </div>
        )}
        <div className="tools">
          {status === 'pending' && (
            <Button size="small" onClick={() => void stopAnswer(id)} blocked={stopBlocked(app)}>
              <Square size={12} aria-hidden="true" />
              {stopLabel(app, 'Stop')}
            </Button>
          )}
          {status === 'failed' && (
            <>
              <Button size="small" onClick={again} blocked={blocked}>
                <RotateCcw size={14} aria-hidden="true" />
                Ask again
              </Button>
              <Button size="small" look="quiet" onClick={() => editQuestion(documentKey(document), exchange)}>
                <PenLine size={14} aria-hidden="true" />
                Edit the question
              </Button>
            </>
          )}
          {(status === 'done' || status === 'stopped') && (
            <>
              {answer !== '' && <CopyButton text={answer} name="Copy answer" />}
              <IconButton name="Ask again" blocked={blocked} onClick={again}>
                <RotateCcw size={16} aria-hidden="true" />
              </IconButton>
              <AnswerFooter exchange={exchange} />
            </>
          )}
        </div>
      </div>
    </li>
  );
}
