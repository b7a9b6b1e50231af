/** The parameters of the sparse prefill, their ranges and the named presets. Ranges follow kernels/include/anchor_attention.h. */
import { z } from 'zod';

export const referenceSchema = z.enum(['max', 'lse']);

/**
 * Parameters of AnchorAttention. Group and pool count query rows; sink, window and minKeys count keys; theta is in nats
 * and a larger one keeps more keys.
 */
export interface PrefillParams {
  group: number;
  pool: number;
  theta: number;
  reference: z.infer<typeof referenceSchema>;
  sink: number;
  window: number;
  minKeys: number;
}

/** Inclusive ranges of the whole-number parameters; pool is bounded by group as well, theta only has to be finite. */
export const PARAM_RANGES = {
  group: [1, 8192],
  pool: [1, 8192],
  sink: [0, 65536],
  window: [0, 65536],
  minKeys: [0, 1048576],
} as const;

export type ParamName = keyof PrefillParams;

/** A parameter that no kernel takes, with the range that it has to be in. */
export interface ParamProblem {
  name: ParamName;
  value: number | string;
  range: string;
}

/** The first parameter out of range, or null when every kernel takes them. */
export function checkParams(params: PrefillParams): ParamProblem | null {
  for (const name of ['group', 'pool', 'sink', 'window', 'minKeys'] as const) {
    const [low, high] = PARAM_RANGES[name];
    const value = params[name];
    if (!Number.isInteger(value) || value < low || value > high) {
      return { name, value, range: `a whole number from ${low} to ${high}` };
    }
  }
  if (params.pool > params.group) {
    return { name: 'pool', value: params.pool, range: `a whole number from 1 to the group (${params.group})` };
  }
  // The kernels hold theta as a 32-bit float, where a larger number becomes infinite.
  if (!Number.isFinite(Math.fround(params.theta)))
    return { name: 'theta', value: params.theta, range: 'a finite number' };
  if (!referenceSchema.safeParse(params.reference).success) {
    return { name: 'reference', value: params.reference, range: 'max or lse' };
  }
  return null;
}

export const prefillParamsSchema = z
  .object({
    group: z.number(),
    pool: z.number(),
    theta: z.number(),
    reference: referenceSchema,
    sink: z.number(),
    window: z.number(),
    minKeys: z.number(),
  })
  .strict();

/**
 * Presets that follow the model: each takes the cheapest parameters that lost little enough when the model was calibrated.
 * balanced is the default. What "little enough" is stands beside the calibration.
 */
export const CALIBRATED_PRESETS = ['careful', 'balanced', 'fast'] as const;
export const calibratedPresetSchema = z.enum(CALIBRATED_PRESETS);
export type CalibratedPreset = z.infer<typeof calibratedPresetSchema>;

/** What is read with where nobody asks for anything else. */
export const DEFAULT_PRESET: CalibratedPreset = 'balanced';

/** Whether a preset's parameters depend on the model. */
export function isCalibrated(preset: Preset): preset is CalibratedPreset {
  return calibratedPresetSchema.safeParse(preset).success;
}

/**
 * paper: the setting of the published method. fine: one list of kept keys a tile of 128 rows, four rows pooled.
 * finer: two rows pooled, for small models that lose lookups at four. custom: the caller's own parameters.
 */
export const PRESET_PARAMS = {
  paper: { group: 2048, pool: 128, theta: 12, reference: 'max', sink: 128, window: 128, minKeys: 1024 },
  fine: { group: 128, pool: 4, theta: 8, reference: 'lse', sink: 128, window: 128, minKeys: 1024 },
  finer: { group: 128, pool: 2, theta: 7, reference: 'lse', sink: 128, window: 128, minKeys: 1024 },
} as const satisfies Record<string, PrefillParams>;

/** The presets that are the same for every model. */
export const fixedPresetSchema = z.enum(['paper', 'fine', 'finer']);
export type FixedPreset = z.infer<typeof fixedPresetSchema>;

export const presetSchema = z.enum([...CALIBRATED_PRESETS, ...fixedPresetSchema.options, 'custom']);
export type Preset = z.infer<typeof presetSchema>;

/** The preset of a model file that the catalogue does not know: the one that lost least on the smallest model measured. */
export const PRESET_FOR_UNKNOWN_MODELS: FixedPreset = 'finer';

/**
 * Parameters of a preset. A custom preset takes `given` over those of `fine`. A calibrated one has those of a model that is not
 * calibrated and not in the catalogue; the engine knows better.
 */
export function presetParams(preset: Preset, given: Partial<PrefillParams> = {}): PrefillParams {
  if (isCalibrated(preset)) return { ...PRESET_PARAMS[PRESET_FOR_UNKNOWN_MODELS] };
  return preset === 'custom' ? { ...PRESET_PARAMS.fine, ...given } : { ...PRESET_PARAMS[preset] };
}
