/** Reading a document, what the reading reports, and asking about it. Shares are fractions 0..1, times milliseconds. */
import { z } from 'zod';
import { REASONS } from '../../native/settings.ts';
import { calibratedLossSchema } from './calibration.ts';
import { prefillParamsSchema, presetSchema } from './presets.ts';

export const modeSchema = z.enum(['sparse', 'dense']);
export type Mode = z.infer<typeof modeSchema>;

/** Why attention runs dense: the native side's reasons without its first, "sparse". */
export const denseReasonSchema = z.enum(REASONS).exclude(['sparse']);
export type DenseReason = z.infer<typeof denseReasonSchema>;

/** Why a whole reading ran dense though sparse was asked for. */
export const modeReasonSchema = z.object({
  code: z.enum(['no-patched-build', ...denseReasonSchema.options]),
  text: z.string(),
});
export type ModeReason = z.infer<typeof modeReasonSchema>;

const REASON_TEXTS: Record<DenseReason, string> = {
  off: 'sparse reading is switched off',
  short: 'too few tokens stand before these rows for sparse reading to pay',
  decode: 'a single token is read at once',
  'sliding-window': 'the layer looks at a sliding window only',
  alibi: 'the layer uses ALiBi position biases',
  'soft-cap': 'the layer caps its attention scores',
  sinks: 'the layer has learned attention sinks',
  sequences: 'more than one sequence is in the cache',
  cells: "the cache's cells are not in the order of the text",
  type: 'no kernel reads this type of cache',
  'head-size': "no kernel is made for this model's head size",
  backend: 'the device of this layer has no sparse kernel',
  params: 'a parameter is out of range',
  graph: 'the layer is not plain causal self-attention',
  'no-gain': 'behind so few tokens sparse reading is not expected to be faster on this machine',
};

/** A dense reason as a clause that a person reads. */
export function reasonText(reason: DenseReason): string {
  return REASON_TEXTS[reason];
}

/** Tokens kept free for a question and its answer unless asked otherwise. */
export const DEFAULT_ROOM = 512;

export const readDocumentParams = z
  .object({
    /** Shown in messages; not part of what the model reads. */
    name: z.string(),
    text: z.string(),
    mode: modeSchema,
    preset: presetSchema,
    /** Given with preset `custom` only. */
    params: prefillParamsSchema.optional(),
    /** Tokens kept free for a question and its answer; default DEFAULT_ROOM. */
    room: z.number().int().min(1).optional(),
    /**
     * Whether a few attention ops also run dense to estimate the speedup: auto = unless this document was read dense already. With
     * never, the reading is not compared with dense attention either.
     */
    probe: z.enum(['auto', 'always', 'never']).optional(),
    /** Reads the first so many tokens of the text only, for measurements. */
    limitTokens: z.number().int().min(1).optional(),
  })
  .strict();
export type ReadDocumentParams = z.infer<typeof readDocumentParams>;

const share = z.number();

export const readingProgress = z.object({
  phase: z.enum(['tokenizing', 'reading']),
  /** Tokens done, the share of the micro-batch in flight included (rounded). */
  tokens: z.number(),
  /** Null until the text is tokenised. */
  totalTokens: z.number().nullable(),
  tokensPerSecond: z.number(),
  /** Null until the first micro-batch is timed. */
  secondsLeft: z.number().nullable(),
  /** Layer in flight, 1-based, of `layers`; null when the runtime cannot tell. */
  layer: z.number().nullable(),
  layers: z.number(),
  sparsity: share,
});
export type ReadingProgress = z.infer<typeof readingProgress>;

export const speedupSchema = z.object({ value: z.number(), kind: z.enum(['measured', 'estimated']) });
export type Speedup = z.infer<typeof speedupSchema>;

/**
 * What a sparse reading lost on its own document: rows of single query heads, drawn evenly from those that could leave keys out, were
 * compared with dense attention over the same keys and values.
 */
export const fidelitySchema = z.object({
  /** Rows compared, each of one query head in one layer. */
  rows: z.number(),
  /** Score pairs that it took, apart from `computed`; at most 2% of the computed ones. */
  pairs: z.number(),
  /** Share of the dense attention mass that lies on computed keys: mean and lowest over the rows. */
  recallMean: share,
  recallLow: share,
  /** |sparse - dense| / |dense| of a row's output: mean and highest over the rows. */
  errorMean: z.number(),
  errorHigh: z.number(),
  /** Time of it, part of probeMs. */
  ms: z.number(),
});
export type Fidelity = z.infer<typeof fidelitySchema>;

export const readingMetrics = z.object({
  document: z.string(),
  model: z.string(),
  modeAsked: modeSchema,
  /** What ran: sparse as soon as one layer of one micro-batch ran sparse. */
  mode: modeSchema,
  /** Present where `mode` differs from `modeAsked`. */
  modeReason: modeReasonSchema.nullable(),
  preset: presetSchema,
  params: prefillParamsSchema,
  /** What these parameters lost on copied text when the model was calibrated; null where that was not measured. */
  calibratedLoss: calibratedLossSchema.nullable().optional(),
  /** Tokens of the document alone. */
  documentTokens: z.number(),
  /** Tokens of the document and the prompt in front of it. */
  tokens: z.number(),
  tokensRead: z.number(),
  microBatches: z.number(),
  complete: z.boolean(),
  /** Wall time of all micro-batches in the cache, nothing taken out. */
  prefillMs: z.number(),
  tokensPerSecond: z.number(),
  /** Score pairs of stages anchor and attend / causal pairs; dense layers count in full. */
  computed: share,
  /** 1 - computed; 0 when dense. */
  sparsity: share,
  /** Pairs of stage identify / causal pairs, apart from `computed`. */
  identifyShare: share,
  /** Stripes kept / candidates over the groups that identified; null when none did. */
  keptFraction: share.nullable(),
  layers: z.array(
    z.object({
      layer: z.number(),
      keptFraction: share.nullable(),
      computed: share,
      /** Kept fraction of each query head. */
      heads: z.array(share.nullable()),
    }),
  ),
  /** Layers that ran dense in a sparse reading, and in how many micro-batches. */
  denseLayers: z.array(z.object({ layer: z.number(), reason: denseReasonSchema, microBatches: z.number() })),
  /**
   * Dense time / sparse time, the sparse one without its probes. Measured: both readings were made in this engine.
   * Estimated: from the probes of this reading. Null: neither is there.
   */
  speedup: speedupSchema.nullable(),
  /** The estimate of this reading's own probes, also where `speedup` is measured; null without probes. */
  estimatedSpeedup: z.number().nullable(),
  /** Attention ops (probes excluded) and all the rest; null when the runtime has no counters. */
  attentionMs: z.number().nullable(),
  otherMs: z.number().nullable(),
  /** Time of the dense probes and of the comparison behind `fidelity`, part of prefillMs. */
  probeMs: z.number(),
  /** Null or absent: nothing was compared. */
  fidelity: fidelitySchema.nullable().optional(),
  /** Attention ops behind fewer tokens ran dense, as sparse was not expected to win there on this machine; absent means 0. */
  gainKeys: z.number().optional(),
});
export type ReadingMetrics = z.infer<typeof readingMetrics>;

/** One timed micro-batch: `rows` rows behind `past` keys. */
export const paceSample = z.object({
  rows: z.number(),
  past: z.number(),
  /** Wall time read sparse, without dense probes; null in a dense reading. */
  sparseMs: z.number().nullable(),
  /** Wall time read dense; in a sparse reading estimated from its probes, null where there is no usable one. */
  denseMs: z.number().nullable(),
});
export type PaceSample = z.infer<typeof paceSample>;

/** `tokens` of the document as the loaded model counts it, and of the document with the prompt in front of it. */
export const countTokensParams = z.object({ text: z.string() }).strict();
export const countTokensResult = z.object({
  documentTokens: z.number(),
  tokens: z.number(),
  /** Document tokens that fit beside the prompt, a question and its answer (DEFAULT_ROOM). */
  fit: z.number(),
  contextLimit: z.number(),
});
export type CountTokensResult = z.infer<typeof countTokensResult>;

/**
 * Times two micro-batches of the sample text, sparse with dense probes, in a context of their own. From how many keys on sparse wins
 * is kept from the first time, or of this one with `again`.
 */
export const calibrateParams = z
  .object({ preset: presetSchema.exclude(['custom']), again: z.boolean().optional() })
  .strict();
export const calibrateResult = z.object({
  pace: z.array(paceSample),
  /** Keys behind which readings with the preset run sparse, those before them dense. */
  gainKeys: z.number(),
});

export const readDocumentResult = z.object({
  metrics: readingMetrics,
  /** True when it was in the cache already and nothing was read. */
  reused: z.boolean(),
  /** Tokens that were in the cache from a cancelled reading of the same document. */
  resumedAt: z.number(),
  /** What this call timed, micro-batch by micro-batch; empty when nothing was read. */
  pace: z.array(paceSample),
  /** The other mode's reading of the same document had to go to make room for this one. */
  droppedOther: z.boolean(),
});
export type ReadDocumentResult = z.infer<typeof readDocumentResult>;

export const askParams = z
  .object({
    question: z.string().refine((text) => text.trim() !== '', 'the question is empty'),
    /** Which reading answers; default: the one made or reused last. */
    mode: modeSchema.optional(),
    /** Put in front of the question, in its own turn; the document is not read again for it. */
    instructions: z.string().optional(),
    seed: z.number().int().min(0).max(0xffffffff).optional(),
    /** 0 (default) is greedy. */
    temperature: z.number().min(0).max(10).optional(),
    /** Default: 512, or what is left of the context where that is less. */
    maxTokens: z.number().int().min(1).optional(),
  })
  .strict();
export type AskParams = z.infer<typeof askParams>;

export const answerToken = z.object({ text: z.string() });

export const askResult = z.object({
  answer: z.string(),
  tokens: z.number(),
  questionTokens: z.number(),
  /** repeats: the model went round in a circle and was stopped. */
  stop: z.enum(['end', 'max-tokens', 'repeats']),
  /** Time to the first token of the answer, reading the question included. */
  firstTokenMs: z.number(),
  totalMs: z.number(),
  temperature: z.number(),
  /** Null when greedy. */
  seed: z.number().nullable(),
});
export type AskResult = z.infer<typeof askResult>;
