/** The object that `ask --json` prints as its last line. Shares are fractions 0..1, times milliseconds. */
import { z } from 'zod';
import { presetSchema } from '../contract/presets.ts';
import { askResult, modeSchema, speedupSchema, type AskResult, type ReadingMetrics } from '../contract/reading.ts';

export const askReportSchema = z
  .object({
    answer: z.string(),
    /** What ran. */
    mode: modeSchema,
    /** Only where what ran differs from what was asked for. */
    modeReason: z.string().optional(),
    preset: presetSchema,
    /** The id or file that --model named. */
    model: z.string(),
    documentTokens: z.number().int(),
    prefillMs: z.number(),
    tokensPerSecond: z.number(),
    sparsity: z.number(),
    keptFraction: z.number().nullable(),
    speedup: speedupSchema.nullable(),
    answerTokens: z.number().int(),
    /** Why the answer ended. */
    stop: askResult.shape.stop,
    /** Null when greedy. */
    seed: z.number().nullable(),
  })
  .strict();
export type AskReport = z.infer<typeof askReportSchema>;

/** Puts the report together. */
export function askReport(model: string, metrics: ReadingMetrics, result: AskResult): AskReport {
  return {
    answer: result.answer,
    mode: metrics.mode,
    ...(metrics.modeReason === null ? {} : { modeReason: metrics.modeReason.text }),
    preset: metrics.preset,
    model,
    documentTokens: metrics.documentTokens,
    prefillMs: metrics.prefillMs,
    tokensPerSecond: metrics.tokensPerSecond,
    sparsity: metrics.sparsity,
    keptFraction: metrics.keptFraction,
    speedup: metrics.speedup,
    answerTokens: result.tokens,
    stop: result.stop,
    seed: result.seed,
  };
}
