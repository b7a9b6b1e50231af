import { describe, expect, it } from 'vitest';
import type { MeasuredSetting } from '../../contract/calibration.ts';
import { CALIBRATED_PRESETS, checkParams, PRESET_PARAMS } from '../../contract/presets.ts';
import { BOUNDS, CANDIDATES, costOf, IDENTIFY_COST, pickFor, picksOf } from './candidates.ts';

/** Rounding: 1% of rows, 0.001 nats on copied text, 0.01 on prose. */
const CONTROL = { copying: { kl: 0.001, top1: 0.99 }, prose: { kl: 0.01, top1: 0.9 } };
const { balanced } = BOUNDS;
/** The most that balanced may lose on copied text. */
const most = balanced.copying + CONTROL.copying.kl;

function setting(computed: number, kl: number, top1 = 0.99, prose: number | null = 0): MeasuredSetting {
  const losses = { copying: { kl, top1 }, prose: prose === null ? null : { kl: prose, top1: 1 } };
  return { params: { ...PRESET_PARAMS.fine }, ...losses, computed, identifyShare: 0 };
}

describe('candidates', () => {
  it('are settings that every kernel takes, by pool with theta ascending', () => {
    for (const ofOnePool of CANDIDATES) {
      for (const [index, candidate] of ofOnePool.entries()) {
        expect(checkParams(candidate)).toBeNull();
        expect(candidate.pool).toBe(ofOnePool[0]?.pool);
        if (index > 0) expect(candidate.theta).toBeGreaterThan(ofOnePool[index - 1]?.theta ?? Infinity);
      }
    }
    expect(new Set(CANDIDATES.map(([first]) => first?.pool)).size).toBe(CANDIDATES.length);
  });
});

describe('pickFor', () => {
  it('takes the cheapest within the bound, wherever it stands', () => {
    const settings = [setting(0.1, most * 2), setting(0.5, 0), setting(0.3, most)];
    expect(pickFor('balanced', settings, CONTROL)).toEqual({ setting: 2, within: true });
  });

  it('counts what identify costs', () => {
    const settings = [{ ...setting(0.3, 0), identifyShare: 0.5 }, setting(0.3 + IDENTIFY_COST * 0.4, 0)];
    expect(costOf(settings[0] as MeasuredSetting)).toBeCloseTo(0.3 + 0.5 * IDENTIFY_COST);
    expect(pickFor('balanced', settings, CONTROL).setting).toBe(1);
  });

  it.each([
    ['copies', setting(0.1, most + 0.001)],
    ['likeliest tokens', setting(0.1, 0, 0.99 - balanced.turned - 0.001)],
    ['prose', setting(0.1, 0, 1, 0.01 + balanced.prose + 0.001)],
    ['what nobody measured', setting(0.1, 0, 1, null)],
  ])('passes over a setting that loses too much in %s', (_, cheap) => {
    expect(pickFor('balanced', [cheap, setting(0.9, 0)], CONTROL)).toEqual({ setting: 1, within: true });
  });

  it('does not blame a setting for what rounding loses', () => {
    const cheap = setting(0.1, 0, 0.99 - balanced.turned + 1e-6, 0.01 + balanced.prose);
    expect(pickFor('balanced', [cheap, setting(0.9, 0)], CONTROL).setting).toBe(0);
  });

  it('says so where nothing keeps the bound, and takes what lost least', () => {
    const settings = [setting(0.1, 2), setting(0.4, 1), setting(0.3, 3)];
    expect(pickFor('careful', settings, CONTROL)).toEqual({ setting: 1, within: false });
  });

  it('never gives a more careful preset a looser bound', () => {
    const order = CALIBRATED_PRESETS.map((preset) => BOUNDS[preset]);
    for (const [index, bound] of order.slice(1).entries()) {
      for (const name of ['copying', 'turned', 'prose'] as const) {
        expect(order[index]?.[name]).toBeLessThan(bound[name]);
      }
    }
  });

  it('chooses for every preset', () => {
    const settings = [setting(0.1, 0.1, 0.95), setting(0.2, 0.003, 0.985), setting(0.4, 0.001)];
    const picks = picksOf(settings, CONTROL);
    expect(CALIBRATED_PRESETS.map((preset) => picks[preset].setting)).toEqual([2, 1, 0]);
  });
});
