/** Asking, stopping, asking again. Whatever goes wrong, the question stays. */
import type { DocumentState } from '../../electron/contract/documents.ts';
import { call } from '../bridge/bridge.ts';
import {
  pendingExchange,
  withEnd,
  withoutExchange,
  withQuestion,
  withToken,
  type Exchange,
} from './conversation-slice.ts';
import { answerPreset, blockedFor, currentMode, documentKey } from './document-status.ts';
import { announce, asFailure, orToast } from './layout-actions.ts';
import { getState, setState } from './store.ts';

export const writeDraft = (key: string, text: string) =>
  setState(({ drafts }) => ({ drafts: { ...drafts, [key]: text } }));

export const applyToken = (answerId: string, text: string) => setState((state) => withToken(state, answerId, text));

/** Asks with the mode that is selected for the document. Does nothing while the engine cannot answer. */
export async function ask(document: DocumentState, question: string, replaces?: string): Promise<void> {
  const { app, modes, presets } = getState();
  if (app === null || question.trim() === '' || blockedFor(app, document) !== null) return;
  const key = documentKey(document);
  const mode = currentMode(app, document, modes[key]);
  const id = crypto.randomUUID();
  const model = app.engine.kind === 'ready' ? app.engine.title : '';
  const exchange = { id, question, mode, model, status: 'pending', answer: '', result: null, failure: null } as const;
  setState((state) => withQuestion(state, key, exchange, replaces));
  try {
    const { answer, ...result } = await call('answer.ask', {
      answerId: id,
      documentId: document.id,
      mode,
      preset: answerPreset(app, document, mode, presets[key]),
      question,
    });
    setState((state) => withEnd(state, key, id, { status: 'done', answer, result, mode: result.mode }));
    announce('The answer is complete.');
  } catch (error) {
    ended(key, exchange, error);
  }
}

/** Sends the draft and empties the composer. */
export async function sendDraft(document: DocumentState): Promise<void> {
  const { app, drafts } = getState();
  const key = documentKey(document);
  const question = drafts[key]?.trim() ?? '';
  if (question === '' || app === null || blockedFor(app, document) !== null) return;
  writeDraft(key, '');
  await ask(document, question);
}

function ended(key: string, exchange: Exchange, error: unknown): void {
  const failure = asFailure(error);
  const { id, question } = exchange;
  const nothingYet = (getState().streams[id] ?? '') === '';
  if (failure.code !== 'cancelled') {
    setState((state) => withEnd(state, key, id, { status: 'failed', failure }));
    announce(`The answer failed. ${failure.message}`);
    return;
  }
  announce('The answer was stopped.');
  if (nothingYet && (getState().drafts[key] ?? '') === '') {
    setState((state) => withoutExchange(state, key, id));
    writeDraft(key, question);
    return;
  }
  setState((state) => withEnd(state, key, id, { status: 'stopped' }));
}

export const stopAnswer = (answerId: string) => orToast(() => call('answer.stop', { answerId }));

/** Puts the question of a failed exchange back into the composer, in front of what is typed there. */
export function editQuestion(key: string, { id, question }: Exchange): void {
  const draft = getState().drafts[key] ?? '';
  setState((state) => withoutExchange(state, key, id));
  writeDraft(key, draft === '' ? question : `${question}\n${draft}`);
}

/** The id of the answer in flight for whichever document, since the engine gives one at a time; also one that another page asked for. */
export function answerInFlight(): string | null {
  const { conversations, app } = getState();
  const pending = pendingExchange(Object.values(conversations).flat());
  return pending?.id ?? app?.activity?.answerId ?? null;
}
