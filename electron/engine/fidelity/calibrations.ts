/** Where calibrations are kept: shipped with the program for models of the catalogue, and one file a model that was calibrated here. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { presetCalibrationSchema, type PresetCalibration } from '../../contract/calibration.ts';
import { assetPath } from '../assets.ts';
import { modelCacheFolder } from '../models/model-cache.ts';
import { picksOf } from './candidates.ts';

const shippedSchema = z.object({ calibrations: z.array(presetCalibrationSchema) });

export interface CalibrationPlaces {
  /** Default: assets/calibrations.json. */
  shipped?: string;
  /** Default: the folder calibrations/ beside the models in the user's cache. */
  folder?: string;
}

const shippedFile = (places: CalibrationPlaces) => places.shipped ?? assetPath('calibrations.json');
const ownFile = (fingerprint: string, places: CalibrationPlaces) =>
  path.join(places.folder ?? path.join(path.dirname(modelCacheFolder()), 'calibrations'), `${fingerprint}.json`);

/**
 * The calibration of a model's file: the one made here before the one that came with the program; null when there is none. A
 * file that cannot be read counts as none: the next calibration replaces it. What was measured is taken from the file; the
 * choice is made anew, since another version of the program may have other bounds.
 */
export async function findCalibration(
  fingerprint: string,
  places: CalibrationPlaces = {},
): Promise<PresetCalibration | null> {
  const own = await readFile(ownFile(fingerprint, places), 'utf8').then(parseOwn, () => null);
  const measured =
    own?.fingerprint === fingerprint
      ? own
      : (readShipped(places).find((one) => one.fingerprint === fingerprint) ?? null);
  return measured && { ...measured, picks: picksOf(measured.settings, measured.control) };
}

/** Keeps a calibration for this user. @throws as node:fs does. */
export async function keepCalibration(calibration: PresetCalibration, places: CalibrationPlaces = {}): Promise<void> {
  const file = ownFile(calibration.fingerprint, places);
  await mkdir(path.dirname(file), { recursive: true });
  await writeWhole(file, calibration);
}

/** Puts a calibration among those that are shipped, in place of an older one of the same file. @throws as node:fs does. */
export async function shipCalibration(calibration: PresetCalibration, places: CalibrationPlaces = {}): Promise<void> {
  const others = readShipped(places).filter(({ model }) => model !== calibration.model);
  const calibrations = [...others, calibration].sort((a, b) => (a.model < b.model ? -1 : 1));
  await writeWhole(shippedFile(places), { calibrations });
}

function readShipped(places: CalibrationPlaces): PresetCalibration[] {
  return shippedSchema.parse(JSON.parse(readFileSync(shippedFile(places), 'utf8'))).calibrations;
}

function parseOwn(text: string): PresetCalibration | null {
  try {
    return presetCalibrationSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Under another name first, so that a crash leaves the old file. */
async function writeWhole(file: string, value: object): Promise<void> {
  const temporary = `${file}.${process.pid}`;
  await writeFile(temporary, `${JSON.stringify(value, null, 2)}\n`);
  await rename(temporary, file);
}
