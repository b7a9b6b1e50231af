import { beforeEach, describe, expect, it } from 'vitest';
import type { AppCall, AppReply } from '../../electron/contract/app.ts';
import { EngineError, toWire } from '../../electron/contract/errors.ts';
import { setBridge } from '../bridge/bridge.ts';
import { answerInFlight, applyToken, ask, editQuestion, sendDraft, stopAnswer, writeDraft } from './answer-actions.ts';
import { conversationSlice } from './conversation-slice.ts';
import { documentKey } from './document-status.ts';
import { someDocument, someReading, someState } from './fixtures.ts';
import { getState, setState } from './store.ts';

const document = someDocument({ readings: { sparse: someReading('sparse'), dense: null } });
const key = documentKey(document);
const result = {
  answer: 'Ishmael.',
  tokens: 4,
  questionTokens: 9,
  stop: 'end',
  firstTokenMs: 10,
  totalMs: 20,
  temperature: 0,
  seed: null,
  mode: 'sparse',
  readAgain: false,
};

let calls: AppCall[];

/** Answers 'answer.ask' with the reply, after `before` has run as the app would while it answers. */
function replying(reply: AppReply, before: (answerId: string) => void = () => undefined): void {
  calls = [];
  setBridge({
    call: (call) => {
      calls.push(call);
      if (call.method === 'answer.ask') before((call.params as { answerId: string }).answerId);
      return Promise.resolve(reply);
    },
    subscribe: () => () => undefined,
    watchConnection: () => () => undefined,
  });
}

const failing = (error: EngineError): AppReply => ({ ok: false, error: toWire(error) });
const exchanges = () => getState().conversations[key] ?? [];

beforeEach(() => setState({ ...conversationSlice, app: someState({ documents: [document] }), modes: {}, presets: {} }));

describe('a question', () => {
  it('leaves the composer when it is sent and gets its answer', async () => {
    replying({ ok: true, result }, (id) => applyToken(id, 'Ish'));
    writeDraft(key, ' Who tells the story? ');
    await sendDraft(document);
    expect(getState().drafts[key]).toBe('');
    expect(exchanges()).toMatchObject([{ question: 'Who tells the story?', status: 'done', answer: 'Ishmael.' }]);
    expect(calls[0]?.params).toMatchObject({ documentId: 'a', mode: 'sparse', preset: 'balanced' });
  });

  it('stays with what arrived when the engine ends, and is asked again in its place', async () => {
    replying(failing(new EngineError('engine-exited', { how: 'SIGKILL' })), (id) => applyToken(id, 'Ish'));
    await ask(document, 'Who?');
    const [failed] = exchanges();
    expect(failed).toMatchObject({
      question: 'Who?',
      status: 'failed',
      answer: 'Ish',
      failure: { code: 'engine-exited' },
    });
    replying({ ok: true, result });
    await ask(document, 'Who?', failed?.id);
    expect(exchanges()).toMatchObject([{ status: 'done', answer: 'Ishmael.' }]);
  });

  it('goes back into the composer when it is stopped before the answer began', async () => {
    replying(failing(new EngineError('cancelled', {})));
    await ask(document, 'Who?');
    expect(exchanges()).toEqual([]);
    expect(getState().drafts[key]).toBe('Who?');
  });

  it('stays when it is stopped midway, or when something else is typed already', async () => {
    replying(failing(new EngineError('cancelled', {})), (id) => applyToken(id, 'Ish'));
    await ask(document, 'Who?');
    replying(failing(new EngineError('cancelled', {})), () => writeDraft(key, 'something else'));
    await ask(document, 'What?');
    expect(exchanges()).toMatchObject([
      { question: 'Who?', status: 'stopped', answer: 'Ish' },
      { question: 'What?', status: 'stopped', answer: '' },
    ]);
    expect(getState().drafts[key]).toBe('something else');
  });

  it('that is too long can be edited in front of what is typed', async () => {
    replying(failing(new EngineError('question-too-long', { tokens: 900, fit: 300 })));
    await ask(document, 'A long question');
    writeDraft(key, 'typed since');
    const [failed] = exchanges();
    if (failed === undefined) throw new Error('the failed question is gone');
    editQuestion(key, failed);
    expect(getState().drafts[key]).toBe('A long question\ntyped since');
    expect(exchanges()).toEqual([]);
  });

  it('can be stopped by its id also when another page asked it', async () => {
    replying({ ok: true, result: { found: true } });
    expect(answerInFlight()).toBeNull();
    const activity = {
      kind: 'answering',
      documentId: 'a',
      mode: 'sparse',
      answerId: 'theirs',
      stopping: false,
    } as const;
    setState({ app: someState({ activity }) });
    await stopAnswer(answerInFlight() ?? '');
    expect(calls).toEqual([{ method: 'answer.stop', params: { answerId: 'theirs' } }]);
  });

  it('is not sent while a document is read, and stays in the composer', async () => {
    replying({ ok: true, result });
    const activity = { kind: 'reading', documentId: 'a', mode: 'dense', stopping: false } as const;
    setState({ app: someState({ activity }) });
    writeDraft(key, 'Who?');
    await sendDraft(document);
    expect(calls).toEqual([]);
    expect(getState().drafts[key]).toBe('Who?');
  });
});
