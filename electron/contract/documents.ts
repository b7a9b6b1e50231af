/** Documents as the page sees them: what was opened, whether it fits, how long reading takes, what was read. */
import { z } from 'zod';
import { wireErrorSchema } from './errors.ts';
import { presetSchema } from './presets.ts';
import { modeSchema, readingMetrics } from './reading.ts';

/** How long a reading will take. Always an estimate; `basis` says from what. */
export const expectedTime = z.object({
  seconds: z.number(),
  preset: presetSchema,
  /** calibration: a short measurement of the sample text; history: readings this machine has made with this model. */
  basis: z.enum(['calibration', 'history']),
});
export type ExpectedTime = z.infer<typeof expectedTime>;

export const documentSize = z.object({
  /** The model that counted. */
  model: z.string(),
  documentTokens: z.number(),
  /** Document tokens that fit beside a question and its answer. */
  fit: z.number(),
  contextLimit: z.number(),
  fits: z.boolean(),
});

/** One mode's latest reading of a document. */
export const documentReading = z.object({
  metrics: readingMetrics,
  /** In the engine's memory, ready to answer; otherwise the next question reads the document again. */
  inMemory: z.boolean(),
});

export const skippedFile = z.object({
  path: z.string(),
  reason: z.enum(['binary', 'ignored', 'link', 'too-large', 'unreadable', 'empty', 'generated', 'lock-file']),
});

export const documentState = z.object({
  id: z.string(),
  name: z.string(),
  /** Absolute path; null for what a browser uploaded. */
  path: z.string().nullable(),
  kind: z.enum(['file', 'folder', 'sample']),
  characters: z.number(),
  files: z.number(),
  /** Files left out of a folder, the first 200 of `skippedCount`. */
  skipped: z.array(skippedFile),
  skippedCount: z.number(),
  /** Null while the loaded model counts, and without a model. */
  size: documentSize.nullable(),
  /** Null where nothing is known yet; a calibration may be under way (activity). */
  expected: z.object({ sparse: expectedTime.nullable(), dense: expectedTime.nullable() }),
  readings: z.object({ sparse: documentReading.nullable(), dense: documentReading.nullable() }),
  /** Why the latest counting or reading failed; null when it did not. A cancel is no failure. */
  error: wireErrorSchema.nullable(),
});
export type DocumentState = z.infer<typeof documentState>;

export const documentId = z.object({ id: z.string() }).strict();

/** A folder or a file from a browser, which knows no paths. `base64` is the file's content. */
export const uploadParams = z
  .object({
    name: z.string().min(1).max(255),
    /** One file whose path is `name`, or a folder's files with POSIX paths relative to the folder. */
    files: z
      .array(z.object({ path: z.string().min(1).max(4096), base64: z.string() }).strict())
      .min(1)
      .max(20_000),
  })
  .strict();
export type UploadParams = z.infer<typeof uploadParams>;

export const startReadingParams = z
  .object({ documentId: z.string(), mode: modeSchema, preset: presetSchema.exclude(['custom']) })
  .strict();
