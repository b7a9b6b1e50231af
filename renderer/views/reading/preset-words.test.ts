import { expect, it } from 'vitest';
import { presetParams } from '../../../electron/contract/presets.ts';
import { lossExplained, lossText, measuredOf, PRESETS } from './preset-words.ts';

const loss = { kl: 0.00519, top1: 0.98633, tokens: 3072 };
const calibration = [{ preset: 'balanced', params: presetParams('finer'), loss, within: true }] as const;

it('offers the presets that follow the model, from careful to fast', () => {
  expect(PRESETS.map(({ value }) => value)).toEqual(['careful', 'balanced', 'fast']);
});

it('tells a loss in plain words and on what it was measured', () => {
  expect(lossText(loss)).toBe('98.6% of predictions as dense, 0.005 nats lost');
  expect(lossText({ ...loss, kl: 0, top1: 1 })).toBe('100% of predictions as dense, 0.000 nats lost');
  expect(lossText({ ...loss, top1: 0.9996 })).toContain('99.9%');
  expect(lossExplained(loss)).toContain('3,072 tokens');
});

it('finds what was measured of a preset, where something was', () => {
  expect(measuredOf([...calibration], 'balanced')?.loss).toBe(loss);
  expect(measuredOf([...calibration], 'fast')).toBeNull();
  expect(measuredOf(null, 'balanced')).toBeNull();
  expect(measuredOf(undefined, 'balanced')).toBeNull();
});
