/** Where questions are typed. What is typed belongs to the document and outlives everything but closing the tab. */
import { ArrowUp, Square } from 'lucide-react';
import { useLayoutEffect, useRef, type KeyboardEvent } from 'react';
import type { DocumentState } from '../../../electron/contract/documents.ts';
import type { AppState } from '../../../electron/contract/state.ts';
import { IconButton } from '../../parts/icon-button.tsx';
import { useFocusIfLost } from '../../parts/use-focus-if-lost.ts';
import { sendDraft, stopAnswer, writeDraft } from '../../state/answer-actions.ts';
import { pendingExchange } from '../../state/conversation-slice.ts';
import { blockedFor, documentKey, stopBlocked, stopLabel } from '../../state/document-status.ts';
import { useStore } from '../../state/store.ts';
import { ModeChoice } from './mode-choice.tsx';

/** The field's id, for who has to hand the focus over. */
export const QUESTION_FIELD = 'question';

/** Pixels: about eight lines. */
const MAX_HEIGHT = 200;

const NONE: never[] = [];

export function Composer({ app, document }: { app: AppState; document: DocumentState }) {
  const key = documentKey(document);
  const draft = useStore((state) => state.drafts[key] ?? '');
  const pending = pendingExchange(useStore((state) => state.conversations[key] ?? NONE));
  const field = useRef<HTMLTextAreaElement>(null);
  useFocusIfLost(field);
  const blocked = blockedFor(app, document);
  const ready = blocked === null && draft.trim() !== '';
  // Also an answer that another page asked for, or this one before a reload.
  const answerId = pending?.id ?? app.activity?.answerId ?? null;

  useLayoutEffect(() => {
    const element = field.current;
    if (element === null) return;
    element.style.height = 'auto';
    element.style.height = `${Math.min(element.scrollHeight, MAX_HEIGHT)}px`;
  }, [draft]);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void sendDraft(document);
  }

  return (
    <form
      className="column composer"
      aria-label="Ask"
      onSubmit={(event) => {
        event.preventDefault();
        void sendDraft(document);
      }}
    >
      <textarea
        ref={field}
        id={QUESTION_FIELD}
        rows={1}
        value={draft}
        aria-label="Question"
        aria-describedby="composer-note"
        placeholder={`Ask about ${document.name}`}
        onChange={(event) => writeDraft(key, event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className="line">
        <ModeChoice app={app} document={document} note={pending === null ? blocked : null} />
        {answerId !== null ? (
          <IconButton
            name={stopLabel(app, 'Stop the answer')}
            shortcut="Esc"
            className="send"
            blocked={stopBlocked(app)}
            onClick={() => void stopAnswer(answerId)}
          >
            <Square size={14} fill="currentColor" aria-hidden="true" />
          </IconButton>
        ) : (
          <IconButton name="Send" shortcut="Enter" type="submit" aria-disabled={!ready} className="send">
            <ArrowUp size={18} aria-hidden="true" />
          </IconButton>
        )}
      </div>
    </form>
  );
}
