import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PresetCalibration } from '../../contract/calibration.ts';
import { assetPath } from '../assets.ts';
import { CALIBRATED_PRESETS, PRESET_PARAMS } from '../../contract/presets.ts';
import { findCalibration, keepCalibration, shipCalibration } from './calibrations.ts';
import { fingerprintOf } from './fingerprint.ts';
import { calibrationInfo, knownLoss, resolvePreset } from './resolve-preset.ts';

const loss = { kl: 0.02, top1: 0.99 };

function calibrationOf(model: string, fingerprint: string, tokens = 3072): PresetCalibration {
  const setting = { copying: loss, prose: null, computed: 0.5, identifyShare: 0.1 };
  const settings = [
    { ...setting, params: { ...PRESET_PARAMS.fine } },
    { ...setting, params: { ...PRESET_PARAMS.finer, theta: 5 } },
  ];
  const picks = {
    careful: { setting: 1, within: true },
    balanced: { setting: 1, within: true },
    fast: { setting: 0, within: false },
  };
  return { fingerprint, model, tokens, control: { copying: loss, prose: null }, settings, picks };
}

let folder: string;
let places: { shipped: string; folder: string };
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'anchorite-calibrations-'));
  places = { shipped: path.join(folder, 'shipped.json'), folder: path.join(folder, 'own') };
  await writeFile(places.shipped, '{"calibrations":[]}');
});
afterEach(() => rm(folder, { recursive: true }));

describe('calibrations', () => {
  it('are found by the fingerprint, this machine’s own first', async () => {
    expect(await findCalibration('aa', places)).toBeNull();
    await shipCalibration(calibrationOf('one', 'aa', 1), places);
    await shipCalibration(calibrationOf('two', 'bb', 2), places);
    expect((await findCalibration('aa', places))?.tokens).toBe(1);
    await keepCalibration(calibrationOf('one', 'aa', 3), places);
    expect((await findCalibration('aa', places))?.tokens).toBe(3);
    expect((await findCalibration('bb', places))?.tokens).toBe(2);
  });

  it('follow the bounds of this version, whatever was chosen when they were made', async () => {
    const made = calibrationOf('one', 'aa');
    const [lossy, good] = made.settings;
    if (lossy === undefined || good === undefined) throw new Error('two settings are needed');
    lossy.copying = { kl: 5, top1: 0.1 };
    good.copying = { kl: 0, top1: 1 };
    good.prose = { kl: 0, top1: 1 };
    made.picks.balanced = { setting: 0, within: true };
    await keepCalibration(made, places);
    expect((await findCalibration('aa', places))?.picks.balanced).toEqual({ setting: 1, within: true });
  });

  it('ship one for each model', async () => {
    await shipCalibration(calibrationOf('one', 'aa'), places);
    await shipCalibration(calibrationOf('one', 'cc'), places);
    expect(await findCalibration('aa', places)).toBeNull();
    expect(await findCalibration('cc', places)).not.toBeNull();
  });

  it('count as missing where the file is damaged', async () => {
    await keepCalibration(calibrationOf('one', 'aa'), places);
    const [name = ''] = await readdir(places.folder);
    await writeFile(path.join(places.folder, name), '{"fingerprint":');
    expect(await findCalibration('aa', places)).toBeNull();
  });
});

describe('what is shipped', () => {
  it('is valid, and every pick is one of its settings', async () => {
    const { calibrations } = JSON.parse(await readFile(assetPath('calibrations.json'), 'utf8')) as {
      calibrations: PresetCalibration[];
    };
    for (const { fingerprint } of calibrations) {
      const found = await findCalibration(fingerprint, { folder });
      for (const preset of CALIBRATED_PRESETS) {
        expect(found?.settings[found.picks[preset].setting]).toBeDefined();
      }
    }
  });
});

describe('fingerprintOf', () => {
  const write = async (bytes: Buffer) => {
    const file = path.join(folder, 'model.gguf');
    await writeFile(file, bytes);
    return fingerprintOf(file);
  };

  it('tells contents and sizes apart, small files to the byte', async () => {
    const bytes = Buffer.alloc(1000);
    const first = await write(bytes);
    expect(await write(bytes)).toBe(first);
    bytes[500] = 1;
    expect(await write(bytes)).not.toBe(first);
    expect(await write(Buffer.alloc(1001))).not.toBe(first);
    expect(await write(Buffer.alloc(0))).toMatch(/^[0-9a-f]{64}$/);
  });

  it('takes the first and the last bytes of a large file', async () => {
    const bytes = Buffer.alloc(20 * 1024 * 1024);
    const first = await write(bytes);
    for (const at of [0, bytes.length - 1]) {
      bytes[at] = 1;
      expect(await write(bytes)).not.toBe(first);
      bytes[at] = 0;
    }
    expect(await write(bytes)).toBe(first);
  });
});

describe('resolvePreset', () => {
  const calibration = calibrationOf('one', 'aa');
  const unknown = { calibration: null, info: { path: '/somewhere/own.gguf' }, bytes: 1 };

  it('follows the calibration', () => {
    const source = { ...unknown, calibration };
    expect(resolvePreset(source, 'balanced')).toEqual({ ...PRESET_PARAMS.finer, theta: 5 });
    expect(resolvePreset(source, 'fast')).toEqual(PRESET_PARAMS.fine);
    expect(resolvePreset(source, 'paper')).toEqual(PRESET_PARAMS.paper);
    expect(resolvePreset(source, 'custom', { theta: 3 })).toEqual({ ...PRESET_PARAMS.fine, theta: 3 });
  });

  it('falls back to the catalogue’s preset, and to the careful one for unknown files', () => {
    const name = 'qwen2.5-coder-1.5b-instruct-q4_k_m.gguf';
    const known = { calibration: null, info: { path: `/somewhere/${name}` }, bytes: 1_117_320_768 };
    expect(resolvePreset(known, 'balanced')).toEqual(PRESET_PARAMS.fine);
    expect(resolvePreset({ ...known, bytes: 7 }, 'balanced')).toEqual(PRESET_PARAMS.finer);
    expect(resolvePreset(unknown, 'fast')).toEqual(PRESET_PARAMS.finer);
  });

  it('tells the loss of settings that were measured, under any name', () => {
    expect(knownLoss(calibration, { ...PRESET_PARAMS.fine })).toEqual({ ...loss, tokens: 3072 });
    expect(knownLoss(calibration, { ...PRESET_PARAMS.paper })).toBeNull();
    expect(knownLoss(null, { ...PRESET_PARAMS.fine })).toBeNull();
  });

  it('shows what each preset stands for', () => {
    expect(calibrationInfo(null)).toBeNull();
    expect(calibrationInfo(calibration)?.map(({ preset, params }) => [preset, params.theta])).toEqual([
      ['careful', 5],
      ['balanced', 5],
      ['fast', 8],
    ]);
  });
});
