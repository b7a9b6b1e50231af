/** The settings that a calibration tries, what each costs, and which of them a preset takes. */
import type { MeasuredSetting, PresetCalibration } from '../../contract/calibration.ts';
import type { CalibratedPreset, PrefillParams } from '../../contract/presets.ts';

const setting = (pool: number, theta: number): PrefillParams => ({
  ...{ group: 128, pool, theta, reference: 'lse', sink: 128, window: 128, minKeys: 1024 },
});

/**
 * Settings for each size of pool, theta ascending: a larger theta costs more and loses less. Pooling loses lookups that a larger
 * theta does not bring back, and how many rows a model bears to have pooled is what differs most between models. Groups of 128
 * rows and the reference lse won on every model that was measured.
 */
export const CANDIDATES: readonly (readonly PrefillParams[])[] = [
  [setting(8, 7), setting(8, 8)],
  [setting(4, 6), setting(4, 7), setting(4, 8)],
  [setting(2, 5), setting(2, 6), setting(2, 7)],
  [setting(1, 4), setting(1, 5), setting(1, 6), setting(1, 7), setting(1, 8)],
];

/**
 * Time of one pooled product of identify, in score pairs of attend. With AVX-512 VNNI a product takes one int8 multiply-add a head
 * dimension at some 220 a nanosecond, a pair two in float32 at some 70. Fixed, so that the same losses give the same presets on
 * every machine; with plain AVX2 it is nearer to 0.4.
 */
export const IDENTIFY_COST = 0.15;

/** What a setting costs: attention's time as a share of computing every pair, about. */
export function costOf({ computed, identifyShare }: Pick<MeasuredSetting, 'computed' | 'identifyShare'>): number {
  return computed + IDENTIFY_COST * identifyShare;
}

/** The most that a preset may lose beyond the control, which loses by rounding alone. */
export interface Bound {
  /** Nats on copied text. */
  copying: number;
  /** Share of rows of copied text whose likeliest token may differ from dense's. */
  turned: number;
  /** Nats on prose. */
  prose: number;
}

export const BOUNDS: Record<CalibratedPreset, Bound> = {
  careful: { copying: 0.001, turned: 0.005, prose: 0.02 },
  balanced: { copying: 0.0025, turned: 0.01, prose: 0.03 },
  fast: { copying: 0.2, turned: 0.05, prose: 0.1 },
};

/** Nats on copied text beyond which a larger theta does not help: what is lost went in the pooling. */
export const HOPELESS = 1;

/** Whether a setting keeps a bound on copied text. */
export function keepsCopies(
  { copying }: Pick<MeasuredSetting, 'copying'>,
  bound: Bound,
  control: PresetCalibration['control'],
): boolean {
  return copying.kl <= bound.copying + control.copying.kl && copying.top1 >= control.copying.top1 - bound.turned;
}

/** Whether a setting keeps a bound on both texts. One whose prose was not measured does not. */
export function isWithin(
  setting: Pick<MeasuredSetting, 'copying' | 'prose'>,
  bound: Bound,
  control: PresetCalibration['control'],
): boolean {
  const { prose } = setting;
  return keepsCopies(setting, bound, control) && prose !== null && prose.kl <= bound.prose + (control.prose?.kl ?? 0);
}

/** The cheapest setting within a preset's bound; where none is, the one that lost least on copied text, with `within` false. */
export function pickFor(
  preset: CalibratedPreset,
  settings: readonly MeasuredSetting[],
  control: PresetCalibration['control'],
): PresetCalibration['picks'][CalibratedPreset] {
  const indexes = [...settings.keys()];
  const of = (index: number) => settings[index] as MeasuredSetting;
  const within = indexes.filter((index) => isWithin(of(index), BOUNDS[preset], control));
  const [best = 0] =
    within.length > 0
      ? sortedBy(within, (index) => costOf(of(index)))
      : sortedBy(indexes, (index) => of(index).copying.kl);
  return { setting: best, within: within.length > 0 };
}

/** Every preset's setting. */
export function picksOf(
  settings: readonly MeasuredSetting[],
  control: PresetCalibration['control'],
): PresetCalibration['picks'] {
  const pick = (preset: CalibratedPreset) => pickFor(preset, settings, control);
  return { careful: pick('careful'), balanced: pick('balanced'), fast: pick('fast') };
}

function sortedBy(indexes: readonly number[], key: (index: number) => number): number[] {
  return [...indexes].sort((a, b) => key(a) - key(b));
}
