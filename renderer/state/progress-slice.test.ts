import { expect, it } from 'vitest';
import { milestone, progressShare, withoutProgress, withProgress } from './progress-slice.ts';

const event = (tokens: number, mode: 'sparse' | 'dense' | null = 'sparse', totalTokens: number | null = 1000) => ({
  documentId: 'a',
  mode,
  progress: {
    phase: 'reading' as const,
    tokens,
    totalTokens,
    tokensPerSecond: 10,
    secondsLeft: null,
    layer: null,
    layers: 30,
    sparsity: 0,
  },
});

it('remembers when a reading began, and begins anew with another one', () => {
  const counted = withProgress({ progress: {} }, event(0, null), 1);
  const begun = withProgress(counted, event(10), 5);
  const later = withProgress(begun, event(20), 9);
  expect([counted, begun, later].map(({ progress }) => progress['a']?.since)).toEqual([1, 5, 5]);
  expect(later.progress['a']?.progress.tokens).toBe(20);
});

it('forgets one document and keeps the others', () => {
  const both = withProgress(withProgress({ progress: {} }, event(1), 1), { ...event(2), documentId: 'b' }, 2);
  expect(Object.keys(withoutProgress(both, 'a').progress)).toEqual(['b']);
});

it('knows no share before the text is tokenised and none above one', () => {
  expect(progressShare(event(0, 'sparse', null))).toBeNull();
  expect(progressShare(event(250))).toBe(0.25);
  expect(progressShare(event(1200))).toBe(1);
});

it('tells each quarter once', () => {
  expect(milestone(null, 0.1)).toBeNull();
  expect(milestone(0.2, 0.25)).toBe(25);
  expect(milestone(0.25, 0.3)).toBeNull();
  expect(milestone(0.2, 0.8)).toBe(75);
  expect(milestone(0.8, null)).toBeNull();
});
