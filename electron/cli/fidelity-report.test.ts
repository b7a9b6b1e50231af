import { describe, expect, it } from 'vitest';
import { PRESET_PARAMS } from '../contract/presets.ts';
import { GAIN_KEYS_MAX } from '../../native/settings.ts';
import { calibrationTable, crossoverText, fidelityTable } from './fidelity-report.ts';

const figures = { kl: 0.0123, top1: 0.984, computed: 0.25, identifyShare: 0.1 };
const asked = { ...figures, question: { kl: 0.0004, top1: 1 } };

describe('fidelityTable', () => {
  const report = {
    ...({ model: 'starter', tokens: 7680, preset: 'balanced', params: PRESET_PARAMS.finer } as const),
    ...{ threads: 2, cpu: 'c', commit: null, seed: null },
    ...{ copy: figures, prose: { ...figures, kl: 0.5 }, control: null },
    denseQuestion: { ...asked, prose: asked },
  };

  it('tells the setting and each case on a line', () => {
    const text = fidelityTable(report);
    expect(text).toContain('preset balanced: groups of 128, pools of 2, theta 7 (lse)');
    expect(text).toMatch(/^copying, every row sparse +0\.0123 +98\.4% +25\.0%$/m);
    expect(text).toMatch(/^prose, every row sparse +0\.5000/m);
    expect(text).not.toContain('every key kept');
  });

  it('adds the control where it was measured', () => {
    const control = { ...figures, kl: 0.0011, prose: { ...figures, kl: 0.0022 } };
    const text = fidelityTable({ ...report, control });
    expect(text).toMatch(/^copying, every key kept +0\.0011/m);
    expect(text).toMatch(/^prose, every key kept +0\.0022/m);
  });
});

describe('calibrationTable', () => {
  it('names the presets beside their settings, and says where a bound is not kept', () => {
    const loss = { kl: 0.02, top1: 0.99 };
    const text = calibrationTable({
      ...{ fingerprint: 'f', model: 'm', tokens: 3072, control: { copying: loss, prose: null } },
      settings: [{ params: PRESET_PARAMS.fine, copying: loss, prose: null, computed: 0.5, identifyShare: 0.1 }],
      picks: {
        careful: { setting: 0, within: false },
        balanced: { setting: 0, within: true },
        fast: { setting: 0, within: true },
      },
    });
    expect(text).toMatch(/pools of 4.*0\.0200.*careful \(beyond its bound\), balanced, fast$/m);
  });
});

it('says from where on a preset wins', () => {
  expect(crossoverText(0)).toBe('faster than dense from the start');
  expect(crossoverText(4096)).toContain('behind 4,096 tokens');
  expect(crossoverText(GAIN_KEYS_MAX)).toContain('never');
});
