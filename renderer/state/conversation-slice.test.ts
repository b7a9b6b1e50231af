import { describe, expect, it } from 'vitest';
import {
  pendingExchange,
  withEnd,
  withInterrupted,
  withoutExchange,
  withQuestion,
  withToken,
  type Exchange,
} from './conversation-slice.ts';

const exchange = (id: string, more: Partial<Exchange> = {}): Exchange => ({
  id,
  question: `question ${id}`,
  mode: 'sparse',
  status: 'pending',
  answer: '',
  model: 'starter',
  result: null,
  failure: null,
  ...more,
});

const empty = { conversations: {}, streams: {} };

describe('an answer', () => {
  it('grows token by token without touching the conversation', () => {
    const asked = withQuestion(empty, 'book', exchange('a'));
    const grown = withToken(withToken(asked, 'a', 'Call me '), 'a', 'Ishmael');
    expect(grown.streams['a']).toBe('Call me Ishmael');
    expect(grown.conversations).toBe(asked.conversations);
  });

  it('ends as the whole answer that was given', () => {
    const grown = withToken(withQuestion(empty, 'book', exchange('a')), 'a', 'Call me');
    const ended = withEnd(grown, 'book', 'a', { status: 'done', answer: 'Call me Ishmael.' });
    expect(ended.conversations['book']).toEqual([exchange('a', { status: 'done', answer: 'Call me Ishmael.' })]);
    expect(ended.streams).toEqual({});
  });

  it('keeps what had arrived when it is stopped', () => {
    const grown = withToken(withQuestion(empty, 'book', exchange('a')), 'a', 'Call me');
    expect(withEnd(grown, 'book', 'a', { status: 'stopped' }).conversations['book']?.[0]).toMatchObject({
      status: 'stopped',
      answer: 'Call me',
    });
  });

  it('hears no tokens after its end', () => {
    const ended = withEnd(withQuestion(empty, 'book', exchange('a')), 'book', 'a', { status: 'stopped' });
    expect(withToken(ended, 'a', 'late')).toBe(ended);
  });
});

describe('a conversation', () => {
  it('takes questions in order and tries a failed one again in its place', () => {
    const failed = exchange('a', { status: 'failed' });
    const two = withQuestion(withQuestion(empty, 'book', failed), 'book', exchange('b', { status: 'done' }));
    const again = withQuestion(two, 'book', exchange('c'), 'a');
    expect(again.conversations['book']?.map(({ id }) => id)).toEqual(['c', 'b']);
    expect(withQuestion(two, 'book', exchange('d'), 'gone').conversations['book']?.map(({ id }) => id)).toEqual([
      'a',
      'b',
      'd',
    ]);
  });

  it('keeps other documents apart', () => {
    const one = withQuestion(empty, 'book', exchange('a'));
    const two = withoutExchange(withQuestion(one, 'code', exchange('b')), 'code', 'b');
    expect(two).toEqual({ conversations: { ...one.conversations, code: [] }, streams: one.streams });
  });

  it('knows the answer in flight', () => {
    expect(pendingExchange([exchange('a', { status: 'done' })])).toBeNull();
    expect(pendingExchange([exchange('a', { status: 'done' }), exchange('b')])?.id).toBe('b');
  });

  it('marks what a reload interrupted, question and all', () => {
    const stored = { book: [exchange('a', { status: 'done', answer: 'x' }), exchange('b')], code: [exchange('c')] };
    const { interrupted, conversations } = withInterrupted(stored);
    expect(interrupted).toEqual(['b', 'c']);
    expect(conversations['book']?.[0]).toBe(stored.book[0]);
    expect(conversations['book']?.[1]).toMatchObject({ question: 'question b', status: 'failed' });
  });
});
