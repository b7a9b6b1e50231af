import { expect, it } from 'vitest';
import { REASONS } from '../../native/settings.ts';
import { denseReasonSchema, reasonText } from './reading.ts';

it('has the reasons of the native side in their order', () => {
  expect(['sparse', ...denseReasonSchema.options]).toEqual([...REASONS]);
});

it('has a sentence for every reason', () => {
  for (const reason of denseReasonSchema.options) expect(reasonText(reason).length).toBeGreaterThan(10);
});
