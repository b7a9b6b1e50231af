import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { REASONS } from './settings.ts';

it('names the reasons of the C header, in its order', () => {
  const header = readFileSync(new URL('../kernels/include/anchor_attention.h', import.meta.url), 'utf8');
  const body = /enum anchor_reason \{([^}]*)\}/.exec(header)?.[1] ?? '';
  const names = [...body.matchAll(/ANCHOR_(?:DENSE_)?(\w+)\s*= (\d+)/g)];
  expect(names.map(([, name]) => name?.toLowerCase().replaceAll('_', '-'))).toEqual([...REASONS]);
  expect(names.map(([, , value]) => Number(value))).toEqual(REASONS.map((_, index) => index));
});
