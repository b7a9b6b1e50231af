/** Loading a model, making its file available, and what the catalogue's models look like to the page. */
import { z } from 'zod';
import { calibratedLossSchema } from './calibration.ts';
import { calibratedPresetSchema, prefillParamsSchema, presetSchema } from './presets.ts';

const tokens = z.number().int().positive();

/**
 * `contextSize` in tokens: the most the engine may use; without it the model's own training length is the limit. `microBatch`: rows of a
 * micro-batch, for measurements; 2,048 unless asked otherwise.
 */
export const loadModelParams = z
  .object({
    path: z.string().min(1),
    contextSize: tokens.max(1 << 24).optional(),
    threads: z.number().int().min(1).max(1024).optional(),
    microBatch: z.number().int().min(32).max(2048).optional(),
  })
  .strict();

export const runtimeInfo = z.object({
  /** Whether sparse prefill is available. */
  patched: z.boolean(),
  /** Why it is not, in one sentence. */
  unpatchedReason: z.string().optional(),
});
export type RuntimeInfo = z.infer<typeof runtimeInfo>;

export const modelInfo = z.object({
  path: z.string(),
  /** What llama.cpp calls it, such as "llama 256M Q4_1". */
  description: z.string(),
  /** File name without its ending. */
  name: z.string(),
  /** Attention layers (blocks). */
  layers: z.number().int(),
  /** Tokens the model was trained for. */
  trainContextSize: z.number().int(),
  /** Tokens a reading, a question and its answer can take together. */
  contextLimit: z.number().int(),
  threads: z.number().int(),
  runtime: runtimeInfo,
  /** What its presets stand for; null while it is not calibrated. */
  calibration: z
    .array(
      z.object({
        preset: calibratedPresetSchema,
        params: prefillParamsSchema,
        loss: calibratedLossSchema,
        /** Whether that is within the preset's bound; where no setting is, it is the one that lost least. */
        within: z.boolean(),
      }),
    )
    .nullable()
    .optional(),
});
export type ModelInfo = z.infer<typeof modelInfo>;

/** `fraction` of the file loaded, 0..1. */
export const modelLoading = z.object({ path: z.string(), fraction: z.number() });

/**
 * How far the making of a model's file has come. `wait`: another process downloads the same model; `connect`: a source is asked;
 * `download`: bytes arrive; `check`: the file's checksum is computed.
 */
export const modelProgress = z.object({
  /** The catalogue's id. */
  model: z.string(),
  phase: z.enum(['wait', 'connect', 'download', 'check']),
  /** Bytes of this phase done, and in all. During a download through pip the bytes of a part in flight are an estimate. */
  bytesDone: z.number(),
  bytesTotal: z.number(),
  /** Which part of how many is in flight, from 1; absent when the source has the file whole. */
  part: z.number().optional(),
  parts: z.number().optional(),
});
export type ModelProgress = z.infer<typeof modelProgress>;

/** Makes a catalogue model's file available. Cancelling it keeps what has arrived: a pause. */
export const fetchModelParams = z.object({ id: z.string().min(1) }).strict();
export const fetchModelResult = z.object({ path: z.string() });

/** Whether a catalogue model's file is there. */
export const modelFileState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('absent') }),
  /** Begun and stopped; goes on from `bytesDone`. */
  z.object({ kind: z.literal('paused'), bytesDone: z.number() }),
  z.object({
    kind: z.literal('downloading'),
    progress: modelProgress,
    /** Null until enough has arrived. */
    bytesPerSecond: z.number().nullable(),
    /** A pause or cancel was asked for and waits for the part in flight. */
    stopping: z.boolean(),
  }),
  /** The last try failed; `message` says why and what to do, a line a source. */
  z.object({ kind: z.literal('failed'), message: z.string(), bytesDone: z.number() }),
  z.object({ kind: z.literal('ready') }),
]);
export type ModelFileState = z.infer<typeof modelFileState>;

/** A model of the catalogue as the page shows it. */
export const catalogueModel = z.object({
  id: z.string(),
  name: z.string(),
  /** SPDX expression. */
  licence: z.string(),
  sizeBytes: z.number(),
  /** Tokens that the model was trained for. */
  contextLength: z.number(),
  /** The preset of sparse reading that suits it as far as is known without a calibration. */
  preset: presetSchema,
  /** One or two sentences for somebody who chooses. */
  note: z.string(),
  /** A demo model: good for trying things out, its answers are weak. */
  demo: z.boolean(),
  file: modelFileState,
});
export type CatalogueModel = z.infer<typeof catalogueModel>;

/** The model that suits this machine. */
export const recommendation = z.object({
  id: z.string(),
  /** Why this one, in one sentence that names the machine's memory and cores. */
  why: z.string(),
});
export type Recommendation = z.infer<typeof recommendation>;
