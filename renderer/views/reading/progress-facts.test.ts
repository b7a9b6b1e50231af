import { expect, it } from 'vitest';
import type { LiveProgress } from '../../state/progress-slice.ts';
import { progressFacts } from './progress-facts.ts';

function sparsity(tokens: number, totalTokens: number, told: number): string | undefined {
  const progress = { phase: 'reading', tokens, totalTokens, tokensPerSecond: 80, secondsLeft: null } as const;
  const live: LiveProgress = {
    mode: 'sparse',
    since: 0,
    progress: { ...progress, layer: 3, layers: 28, sparsity: told },
  };
  return progressFacts(live, 1000).find(({ label }) => label === 'Sparsity so far')?.value;
}

it('tells the sparsity once a micro-batch is done', () => {
  expect(sparsity(1500, 5645, 0)).toBe('–');
  expect(sparsity(2100, 5645, 0.42)).toBe('42%');
  expect(sparsity(900, 900, 0)).toBe('0%');
  expect(sparsity(850, 900, 0)).toBe('–');
});
