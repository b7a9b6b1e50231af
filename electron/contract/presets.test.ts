import { describe, expect, it } from 'vitest';
import {
  checkParams,
  PARAM_RANGES,
  PRESET_PARAMS,
  prefillParamsSchema,
  presetParams,
  type PrefillParams,
} from './presets.ts';

const fine: PrefillParams = { ...PRESET_PARAMS.fine };

describe('presets', () => {
  it('are all in range and of the contract’s shape', () => {
    for (const params of Object.values(PRESET_PARAMS)) {
      expect(checkParams(params)).toBeNull();
      expect(prefillParamsSchema.safeParse(params).success).toBe(true);
    }
  });

  it('paper is the published setting', () => {
    expect(presetParams('paper')).toEqual({
      group: 2048,
      pool: 128,
      theta: 12,
      reference: 'max',
      sink: 128,
      window: 128,
      minKeys: 1024,
    });
  });

  it('custom fills what is not given from fine, the others ignore what is given', () => {
    expect(presetParams('custom', { theta: 3 })).toEqual({ ...fine, theta: 3 });
    expect(presetParams('finer', { theta: 3 })).toEqual(PRESET_PARAMS.finer);
  });
});

describe('checkParams', () => {
  it.each(['group', 'pool', 'sink', 'window', 'minKeys'] as const)(
    'names %s below, above and between its whole numbers',
    (name) => {
      const [low, high] = PARAM_RANGES[name];
      for (const value of [low - 1, high + 1, low + 0.5, Number.NaN, Infinity]) {
        expect(checkParams({ ...fine, group: 8192, [name]: value })?.name).toBe(name);
      }
      for (const value of [low, high]) expect(checkParams({ ...fine, group: 8192, pool: 1, [name]: value })).toBeNull();
    },
  );

  it('holds pool to the group', () => {
    expect(checkParams({ ...fine, group: 4, pool: 5 })).toEqual({
      name: 'pool',
      value: 5,
      range: 'a whole number from 1 to the group (4)',
    });
    expect(checkParams({ ...fine, group: 4, pool: 4 })).toBeNull();
  });

  it('takes any theta that a 32-bit float can hold', () => {
    for (const theta of [-1e30, 0, 1e38]) expect(checkParams({ ...fine, theta })).toBeNull();
    for (const theta of [1e39, Infinity, Number.NaN]) expect(checkParams({ ...fine, theta })?.name).toBe('theta');
  });

  it('knows two references', () => {
    expect(checkParams({ ...fine, reference: 'mean' as never })?.name).toBe('reference');
  });
});
