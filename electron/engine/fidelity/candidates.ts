/** The settings that a calibration tries, what each costs, and which of them a preset takes. */
import type { Loss, MeasuredSetting, PresetCalibration } from '../../contract/calibration.ts';
import { CALIBRATED_PRESETS, type CalibratedPreset, type PrefillParams } from '../../contract/presets.ts';

const setting = (pool: number, theta: number): PrefillParams => ({
  ...{ group: 128, pool, theta, reference: 'lse', sink: 128, window: 128, minKeys: 1024 },
});

/**
 * From cheap to careful as far as that can be known beforehand. Pooling loses lookups and a larger theta does not bring them
 * back, so fewer rows are pooled as the bound gets tighter; a group of 128 rows and the reference lse won on every model measured.
 */
export const CANDIDATES: readonly PrefillParams[] = [
  setting(8, 7),
  setting(4, 7),
  setting(4, 8),
  setting(2, 7),
  setting(2, 8),
  setting(1, 7),
  setting(1, 8),
];

/**
 * Time of one pooled product of identify, in score pairs of attend: int8 against float32 twice over and an exponential. Fixed, so
 * that the same measurements give the same presets on every machine.
 */
export const IDENTIFY_COST = 0.1;

/** What a setting costs: attention's time as a share of computing every pair, about. */
export function costOf({ computed, identifyShare }: Pick<MeasuredSetting, 'computed' | 'identifyShare'>): number {
  return computed + IDENTIFY_COST * identifyShare;
}

/** The most that a preset may lose. */
export interface Bound {
  copying: Loss;
  /** Nats; prose has no single right token to agree on. */
  prose: number;
}

export const BOUNDS: Record<CalibratedPreset, Bound> = {
  careful: { copying: { kl: 0.01, top1: 0.99 }, prose: 0.03 },
  balanced: { copying: { kl: 0.03, top1: 0.98 }, prose: 0.06 },
  fast: { copying: { kl: 0.2, top1: 0.93 }, prose: 0.15 },
};

/** Whether a setting keeps a bound, as far as it was measured. */
export function isWithin({ copying, prose }: Pick<MeasuredSetting, 'copying' | 'prose'>, bound: Bound): boolean {
  return (
    copying.kl <= bound.copying.kl && copying.top1 >= bound.copying.top1 && (prose === null || prose.kl <= bound.prose)
  );
}

/** The cheapest setting within a preset's bound; where none is, the one that lost least on copied text, with `within` false. */
export function pickFor(
  preset: CalibratedPreset,
  settings: readonly MeasuredSetting[],
): PresetCalibration['picks'][CalibratedPreset] {
  const indexes = [...settings.keys()];
  const of = (index: number) => settings[index] as MeasuredSetting;
  const within = indexes.filter((index) => isWithin(of(index), BOUNDS[preset]));
  const [best = 0] =
    within.length > 0
      ? sortedBy(within, (index) => costOf(of(index)))
      : sortedBy(indexes, (index) => of(index).copying.kl);
  return { setting: best, within: within.length > 0 };
}

/** Every preset's setting. */
export function picksOf(settings: readonly MeasuredSetting[]): PresetCalibration['picks'] {
  return Object.fromEntries(
    CALIBRATED_PRESETS.map((preset) => [preset, pickFor(preset, settings)]),
  ) as PresetCalibration['picks'];
}

function sortedBy(indexes: readonly number[], key: (index: number) => number): number[] {
  return [...indexes].sort((a, b) => key(a) - key(b));
}
