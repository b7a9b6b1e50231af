/** Calibration of the presets: what a model's sparse reading lost at each of a few settings, and which were chosen. */
import { z } from 'zod';
import { prefillParamsSchema } from './presets.ts';

const share = z.number();

/** What a setting lost against dense reading of the same text, every row sparse. */
export const lossSchema = z.object({
  /** Mean KL(dense || sparse) of the next-token distributions over the text's last rows, nats. */
  kl: z.number(),
  /** Share of those rows with the same likeliest token. */
  top1: share,
});
export type Loss = z.infer<typeof lossSchema>;

/** The loss that was measured for the parameters of a reading, on copied text of `tokens` tokens. */
export const calibratedLossSchema = lossSchema.extend({ tokens: z.number() });
export type CalibratedLoss = z.infer<typeof calibratedLossSchema>;

export const measuredSettingSchema = z.object({
  params: prefillParamsSchema,
  /** On text whose end repeats an earlier passage; the hard case. */
  copying: lossSchema,
  /** On plain prose; null where it was not measured. */
  prose: lossSchema.nullable(),
  /** Score pairs of anchor and attend / causal pairs, on the copying text. */
  computed: share,
  /** Pooled products of identify / causal pairs. */
  identifyShare: share,
});
export type MeasuredSetting = z.infer<typeof measuredSettingSchema>;

/** `within`: whether the setting keeps the preset's bound; where none does it is the one that lost least. */
const pickSchema = z.object({ setting: z.number().int().min(0), within: z.boolean() });

export const presetCalibrationSchema = z.object({
  /** Tells the model's file from others (engine/fidelity/fingerprint.ts). */
  fingerprint: z.string(),
  /** File name without its ending; for people. */
  model: z.string(),
  /** Tokens of each text. */
  tokens: z.number(),
  /** What our kernel loses when it keeps every key: rounding, the floor under the other figures. */
  control: z.object({ copying: lossSchema, prose: lossSchema.nullable() }),
  /** Everything measured. */
  settings: z.array(measuredSettingSchema).min(1),
  /** Each preset's setting, as an index into `settings`. */
  picks: z.object({ careful: pickSchema, balanced: pickSchema, fast: pickSchema }),
});
export type PresetCalibration = z.infer<typeof presetCalibrationSchema>;

/** Runs only where the model has no calibration yet, unless `again`. */
export const calibratePresetsParams = z.object({ again: z.boolean().optional() }).strict();

/** How far a calibration is: minutes of work on a large model. */
export const calibrationProgress = z.object({
  /** Readings done, with the share of the one in flight. */
  done: z.number(),
  /** Readings in all, at most. */
  total: z.number(),
  /** What is measured now, for people. */
  what: z.string(),
  /** Null until the first reading is done. */
  secondsLeft: z.number().nullable(),
});
export type CalibrationProgress = z.infer<typeof calibrationProgress>;
