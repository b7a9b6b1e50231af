import { expect, it } from 'vitest';
import { someReading } from '../../state/fixtures.ts';
import { compareReadings, speedupLimit } from './readings-compared.ts';

const measured = { value: 1.8, kind: 'measured' } as const;
const sparse = someReading('sparse', { speedup: measured, otherMs: 1500, prefillMs: 2000 }).metrics;
const dense = someReading('dense', { speedup: measured, prefillMs: 3600 }).metrics;

it('is measured where both readings carry the same measured speedup', () => {
  expect(compareReadings(sparse, dense)).toEqual({ kind: 'measured', speedup: 1.8, limit: 2.4 });
  expect(speedupLimit({ ...sparse, otherMs: null }, dense)).toBeNull();
});

it('is not made of readings of two models', () => {
  expect(compareReadings(sparse, { ...dense, model: 'another' })).toEqual({ kind: 'two-models' });
});

it('is not made of two readings that both ran dense', () => {
  expect(compareReadings({ ...sparse, mode: 'dense' }, dense)).toEqual({ kind: 'ran-dense' });
});

it('is not made when only one of them was made again, as after a crash', () => {
  const estimated = { value: 1.7, kind: 'estimated' } as const;
  expect(compareReadings({ ...sparse, speedup: estimated }, dense)).toEqual({ kind: 'not-measured' });
  expect(compareReadings(sparse, { ...dense, speedup: null })).toEqual({ kind: 'not-measured' });
  expect(compareReadings(sparse, { ...dense, speedup: { ...measured, value: 1.9 } })).toEqual({ kind: 'not-measured' });
});
