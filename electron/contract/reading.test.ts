import { expect, it } from 'vitest';
import { denseReasonSchema, reasonText } from './reading.ts';

it('has a sentence for every reason', () => {
  for (const reason of denseReasonSchema.options) expect(reasonText(reason).length).toBeGreaterThan(10);
});
