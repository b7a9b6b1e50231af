import { expect, it } from 'vitest';
import { denseRuns, runTitle } from './dense-runs.ts';

const dense = (layer: number, microBatches: number, reason: 'short' | 'sliding-window' = 'short') => ({
  layer,
  microBatches,
  reason,
});

it('puts neighbours of one reason and count together', () => {
  expect(
    denseRuns([dense(2, 1), dense(0, 1), dense(1, 1), dense(4, 1), dense(5, 2), dense(3, 4, 'sliding-window')]),
  ).toEqual([
    { first: 0, last: 2, reason: 'short', microBatches: 1 },
    { first: 3, last: 3, reason: 'sliding-window', microBatches: 4 },
    { first: 4, last: 4, reason: 'short', microBatches: 1 },
    { first: 5, last: 5, reason: 'short', microBatches: 2 },
  ]);
});

it('keeps two reasons of one layer apart', () => {
  expect(denseRuns([dense(0, 3, 'sliding-window'), dense(0, 1), dense(1, 1)])).toEqual([
    { first: 0, last: 1, reason: 'short', microBatches: 1 },
    { first: 0, last: 0, reason: 'sliding-window', microBatches: 3 },
  ]);
});

it('says how often', () => {
  expect(runTitle({ first: 0, last: 3, reason: 'short', microBatches: 1 }, 4)).toBe(
    'Layers 0–3 in 1 of 4 micro-batches',
  );
  expect(runTitle({ first: 7, last: 7, reason: 'short', microBatches: 4 }, 4)).toBe('Layer 7 in all 4 micro-batches');
  expect(runTitle({ first: 0, last: 1, reason: 'short', microBatches: 1 }, 1)).toBe(
    'Layers 0–1 in the only micro-batch',
  );
});
