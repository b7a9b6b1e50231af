/** Questions and answers, per document. What is typed and answered outlives a reload; text in flight is kept apart. */
import type { AppResult } from '../../electron/contract/app.ts';
import type { Mode } from '../../electron/contract/reading.ts';

export interface Failure {
  /** The contract's error code, or 'connection' or 'reload' for what only a page can meet. */
  code: string;
  message: string;
}

export interface Exchange {
  /** The answer's id on the wire. */
  id: string;
  question: string;
  mode: Mode;
  status: 'pending' | 'done' | 'stopped' | 'failed';
  /** The answer as Markdown; while pending it grows in `streams`. */
  answer: string;
  /** Title of the model that was asked. */
  model: string;
  result: Omit<AppResult<'answer.ask'>, 'answer'> | null;
  failure: Failure | null;
}

export interface ConversationSlice {
  /** By document key. */
  conversations: Record<string, Exchange[]>;
  /** Questions being typed, by document key. */
  drafts: Record<string, string>;
  /** Text of the answers in flight, by answer id. */
  streams: Record<string, string>;
}

export const conversationSlice: ConversationSlice = { conversations: {}, drafts: {}, streams: {} };

type Answers = Pick<ConversationSlice, 'conversations' | 'streams'>;

/** Puts a question at the end, or in the place of `replaces` (a failed one that is tried again). */
export function withQuestion(state: Answers, key: string, exchange: Exchange, replaces?: string): Answers {
  const before = state.conversations[key] ?? [];
  const replaced = before.some(({ id }) => id === replaces);
  const after = replaced ? before.map((old) => (old.id === replaces ? exchange : old)) : [...before, exchange];
  return {
    conversations: { ...state.conversations, [key]: after },
    streams: { ...state.streams, [exchange.id]: '' },
  };
}

/** Tokens of answers that nobody waits for any more are dropped. */
export function withToken(state: Answers, id: string, text: string): Answers {
  const before = state.streams[id];
  return before === undefined ? state : { ...state, streams: { ...state.streams, [id]: before + text } };
}

/** Ends an answer in flight; text that arrived stays unless the whole answer is given. */
export function withEnd(state: Answers, key: string, id: string, end: Partial<Exchange>): Answers {
  const { [id]: streamed = '', ...streams } = state.streams;
  const after = (state.conversations[key] ?? []).map((exchange) =>
    exchange.id === id ? { ...exchange, answer: streamed, ...end } : exchange,
  );
  return { conversations: { ...state.conversations, [key]: after }, streams };
}

export function withoutExchange(state: Answers, key: string, id: string): Answers {
  const streams = Object.fromEntries(Object.entries(state.streams).filter(([answer]) => answer !== id));
  const after = (state.conversations[key] ?? []).filter((exchange) => exchange.id !== id);
  return { conversations: { ...state.conversations, [key]: after }, streams };
}

export function pendingExchange(exchanges: readonly Exchange[]): Exchange | null {
  return exchanges.findLast(({ status }) => status === 'pending') ?? null;
}

/** What a reload interrupted: nobody hears those answers any more. @returns their ids, and the conversations with them marked. */
export function withInterrupted(conversations: Record<string, Exchange[]>) {
  const interrupted: string[] = [];
  const marked = Object.entries(conversations).map(([key, exchanges]) => [
    key,
    exchanges.map((exchange): Exchange => {
      if (exchange.status !== 'pending') return exchange;
      interrupted.push(exchange.id);
      const failure = { code: 'reload', message: 'the page was reloaded before the answer was complete' };
      return { ...exchange, status: 'failed', failure };
    }),
  ]);
  return { interrupted, conversations: Object.fromEntries(marked) as Record<string, Exchange[]> };
}
