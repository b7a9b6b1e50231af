/** From a preset's name to its parameters for the loaded model, and what is known of their loss. */
import path from 'node:path';
import type { CalibratedLoss, PresetCalibration } from '../../contract/calibration.ts';
import type { ModelInfo } from '../../contract/models.ts';
import {
  CALIBRATED_PRESETS,
  isCalibrated,
  PRESET_FOR_UNKNOWN_MODELS,
  presetParams,
  type PrefillParams,
  type Preset,
} from '../../contract/presets.ts';
import { readCatalogue } from '../models/catalogue.ts';

/** What resolving needs to know of a model. */
export interface PresetSource {
  calibration: PresetCalibration | null;
  info: Pick<ModelInfo, 'path'>;
  /** Size of the model's file. */
  bytes: number;
}

/**
 * Parameters of a preset. A calibrated one without a calibration has those of the catalogue's preset for the file, or of the one
 * for unknown models.
 * @param given the caller's own, with preset custom.
 */
export function resolvePreset(source: PresetSource, preset: Preset, given?: Partial<PrefillParams>): PrefillParams {
  if (!isCalibrated(preset)) return presetParams(preset, given);
  const { calibration } = source;
  const picked = calibration?.settings[calibration.picks[preset].setting];
  return picked === undefined ? presetParams(fallbackPreset(source)) : { ...picked.params };
}

/** What parameters lost on copied text when the model was calibrated; null where they were not measured. */
export function knownLoss(calibration: PresetCalibration | null, params: PrefillParams): CalibratedLoss | null {
  const found = calibration?.settings.find((setting) => sameParams(setting.params, params));
  return calibration === null || found === undefined ? null : { ...found.copying, tokens: calibration.tokens };
}

/** Each calibrated preset with what it stands for; null without a calibration. */
export function calibrationInfo(calibration: PresetCalibration | null): NonNullable<ModelInfo['calibration']> | null {
  if (calibration === null) return null;
  return CALIBRATED_PRESETS.flatMap((preset) => {
    const pick = calibration.picks[preset];
    const setting = calibration.settings[pick.setting];
    if (setting === undefined) return [];
    const loss = { ...setting.copying, tokens: calibration.tokens };
    return [{ preset, params: setting.params, loss, within: pick.within }];
  });
}

/** A file of the catalogue's name and size is taken for that model. */
function fallbackPreset({ info, bytes }: PresetSource): Preset {
  const entry = readCatalogue().find((one) => one.file === path.basename(info.path) && one.sizeBytes === bytes);
  return entry?.preset ?? PRESET_FOR_UNKNOWN_MODELS;
}

function sameParams(a: PrefillParams, b: PrefillParams): boolean {
  return (Object.keys(a) as (keyof PrefillParams)[]).every((name) => a[name] === b[name]);
}
