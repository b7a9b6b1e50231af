/** Loading a model. */
import { z } from 'zod';

const tokens = z.number().int().positive();

/** `contextSize` in tokens: the most the engine may use; without it the model's own training length is the limit. */
export const loadModelParams = z
  .object({
    path: z.string().min(1),
    contextSize: tokens.max(1 << 24).optional(),
    threads: z.number().int().min(1).max(1024).optional(),
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
});
export type ModelInfo = z.infer<typeof modelInfo>;

/** `fraction` of the file loaded, 0..1. */
export const modelLoading = z.object({ path: z.string(), fraction: z.number() });
