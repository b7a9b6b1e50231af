import { describe, expect, it } from 'vitest';
import type { MeasuredSetting } from '../../contract/calibration.ts';
import { CALIBRATED_PRESETS, checkParams } from '../../contract/presets.ts';
import { BOUNDS, CANDIDATES, costOf, IDENTIFY_COST, pickFor, picksOf } from './candidates.ts';
import { undecided } from './calibrate-presets.ts';

const [params] = CANDIDATES;
if (params === undefined) throw new Error('no candidates');

function setting(computed: number, kl: number, top1 = 1, prose: number | null = 0): MeasuredSetting {
  const copying = { kl, top1 };
  return {
    params: { ...params },
    copying,
    prose: prose === null ? null : { kl: prose, top1: 1 },
    computed,
    identifyShare: 0,
  };
}

const { balanced } = BOUNDS;

describe('candidates', () => {
  it('are settings that every kernel takes, each once', () => {
    for (const candidate of CANDIDATES) expect(checkParams(candidate)).toBeNull();
    expect(new Set(CANDIDATES.map((candidate) => JSON.stringify(candidate))).size).toBe(CANDIDATES.length);
  });
});

describe('pickFor', () => {
  it('takes the cheapest within the bound, wherever it stands', () => {
    const settings = [setting(0.1, balanced.copying.kl * 2), setting(0.5, 0), setting(0.3, balanced.copying.kl)];
    expect(pickFor('balanced', settings)).toEqual({ setting: 2, within: true });
  });

  it('counts what identify costs', () => {
    const settings = [{ ...setting(0.3, 0), identifyShare: 0.5 }, setting(0.3 + IDENTIFY_COST * 0.4, 0)];
    expect(costOf(settings[0] as MeasuredSetting)).toBeCloseTo(0.3 + 0.5 * IDENTIFY_COST);
    expect(pickFor('balanced', settings).setting).toBe(1);
  });

  it.each([
    ['copies', setting(0.1, balanced.copying.kl + 0.001)],
    ['likeliest tokens', setting(0.1, 0, balanced.copying.top1 - 0.001)],
    ['prose', setting(0.1, 0, 1, balanced.prose + 0.001)],
  ])('passes over a setting that loses too much in %s', (_, cheap) => {
    expect(pickFor('balanced', [cheap, setting(0.9, 0)])).toEqual({ setting: 1, within: true });
  });

  it('says so where nothing keeps the bound, and takes what lost least', () => {
    const settings = [setting(0.1, 2), setting(0.4, 1), setting(0.3, 3)];
    expect(pickFor('careful', settings)).toEqual({ setting: 1, within: false });
  });

  it('never gives a more careful preset a looser bound', () => {
    const order = CALIBRATED_PRESETS.map((preset) => BOUNDS[preset]);
    for (const [index, bound] of order.slice(1).entries()) {
      const tighter = order[index];
      expect(tighter?.copying.kl).toBeLessThan(bound.copying.kl);
      expect(tighter?.copying.top1).toBeGreaterThan(bound.copying.top1);
      expect(tighter?.prose).toBeLessThan(bound.prose);
    }
  });

  it('chooses for every preset', () => {
    const settings = [setting(0.1, 0.1, 0.95), setting(0.2, 0.02, 0.985), setting(0.4, 0.001)];
    const picks = picksOf(settings);
    expect(CALIBRATED_PRESETS.map((preset) => picks[preset].setting)).toEqual([2, 1, 0]);
  });
});

describe('undecided', () => {
  it('asks for the prose of those settings alone that a preset would take', () => {
    const settings = [setting(0.1, 9, 1, null), setting(0.3, 0, 1, null), setting(0.5, 0, 1, null)];
    expect(undecided(settings)).toBe(settings[1]);
    (settings[1] as MeasuredSetting).prose = { kl: 0, top1: 1 };
    expect(undecided(settings)).toBeUndefined();
  });

  it('goes on to the next where prose lost too much', () => {
    const settings = [setting(0.3, 0, 1, 9), setting(0.5, 0, 1, null)];
    expect(undecided(settings)).toBe(settings[1]);
  });
});
