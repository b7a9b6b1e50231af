/** The calibration of a loaded model: the one that is there, or a new one that is kept. */
import type { PresetCalibration } from '../../contract/calibration.ts';
import type { LoadedModel } from '../model.ts';
import { calibratePresets, type CalibrateOptions } from './calibrate-presets.ts';
import { keepCalibration } from './calibrations.ts';
import { calibrationInfo } from './resolve-preset.ts';

/**
 * Calibrates unless that was done, or `again`, and makes the model's presets follow the result.
 * @throws EngineError as calibratePresets does; the model then is as it was.
 */
export async function ensureCalibration(
  loaded: LoadedModel,
  options: CalibrateOptions & { again?: boolean },
): Promise<PresetCalibration> {
  if (loaded.calibration !== null && options.again !== true) return loaded.calibration;
  const calibration = await calibratePresets(loaded, options);
  loaded.calibration = calibration;
  loaded.info = { ...loaded.info, calibration: calibrationInfo(calibration) };
  // A cache folder that cannot be written to costs another calibration later, nothing else.
  await keepCalibration(calibration).catch(() => undefined);
  return calibration;
}
