import { expect, it } from 'vitest';
import { someDocument, someReading } from '../../state/fixtures.ts';
import { leadText } from './suggestions.ts';

it('promises an answer at once only from a reading in memory', () => {
  const sparse = someReading('sparse');
  expect(leadText(someDocument({ readings: { sparse, dense: null } }), 'sparse')).toContain('is in memory');
  expect(leadText(someDocument({ readings: { sparse, dense: null } }), 'dense')).toContain('not read dense yet');
  const lost = { ...sparse, inMemory: false };
  expect(leadText(someDocument({ readings: { sparse: lost, dense: null } }), 'sparse')).toContain('reads it again');
});
