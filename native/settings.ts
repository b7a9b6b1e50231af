/**
 * The sparse-prefill request and the counters that come back, as the patched addon takes and gives them.
 * Mirrors kernels/include/anchor_attention.h; units and shapes are written there.
 */

export type Reference = 'max' | 'lse';

/** The numbers of stage identify: int8 is the operator's definition, f32 is there to measure what it costs. */
export type Identify = 'int8' | 'f32';

/**
 * Parameters of the method: G, P, theta (nats), reference, sink B, window W, the keys a group needs before it, and the
 * numbers of identify (int8 when left out).
 */
export interface AnchorParams {
  group: number;
  pool: number;
  theta: number;
  reference: Reference;
  sink: number;
  window: number;
  minKeys: number;
  identify?: Identify;
}

/** What the next decodes of a context do. */
export interface PrefillSetting {
  sparse: boolean;
  params: AnchorParams;
  /**
   * Layers (0-based) whose attention op is, in a sparse decode, also run by stock ggml for its time alone: its result is
   * thrown away. Empty for none.
   */
  denseTimedLayers: readonly number[];
  /**
   * Attention ops with fewer keys before their first row run dense: behind so many keys sparse is expected to win on this machine.
   * From 0 (all of them; when left out) to GAIN_KEYS_MAX (none). Decides by shape alone, so that it is repeatable.
   */
  gainKeys?: number;
  /**
   * Share of the computed score pairs that a sparse decode scores again to compare a few rows with dense attention, in steps of
   * 0.0001 from 0 (none; when left out) to PROBE_SHARE_MAX. The results of the decode are the same bits with it and without.
   */
  probeShare?: number;
}

/** As many keys as no context has: sparse never wins. */
export const GAIN_KEYS_MAX = 1_048_576;

/** ANCHOR_PROBE_SHARE_MAX, as a fraction. */
export const PROBE_SHARE_MAX = 0.02;

/** Reasons in the order of `enum anchor_reason`; index 0 means the op ran sparse. */
export const REASONS = [
  'sparse',
  'off',
  'short',
  'decode',
  'sliding-window',
  'alibi',
  'soft-cap',
  'sinks',
  'sequences',
  'cells',
  'type',
  'head-size',
  'backend',
  'params',
  'graph',
  'no-gain',
] as const;

export type Reason = (typeof REASONS)[number];

/** Exact work of one query head in one micro-batch (struct anchor_head_counts). */
export interface HeadCounts {
  pairsCausal: number;
  pairsAnchor: number;
  pairsIdentify: number;
  pairsAttend: number;
  stripesKept: number;
  stripesCandidates: number;
}

/** Rows compared with dense attention (struct anchor_probe_result). Recall and error are fractions, one value a row. */
export interface ProbeCounts {
  rows: number;
  pairs: number;
  recallSum: number;
  recallLow: number;
  errorSum: number;
  errorHigh: number;
  /** Wall time, apart from the op's; microseconds. */
  us: number;
}

/** One layer's attention op in the last micro-batch. Times in microseconds; stage times are summed over threads. */
export interface LayerStats {
  layer: number;
  reason: Reason;
  rows: number;
  past: number;
  /** Wall time of the op that produced the result, without its probe. */
  wallUs: number;
  anchorUs: number;
  identifyUs: number;
  attendUs: number;
  /** Wall time of stock ggml's op on the same input, 0 when it was not timed. */
  denseUs: number;
  /** One entry a query head; dense layers count every causal pair as attended. */
  heads: HeadCounts[];
  /** What the fidelity probe found; null when no row was compared. */
  probe: ProbeCounts | null;
}

/** How far the decode in flight has come: op boundaries and kernel tasks passed, of those expected at its end. */
export interface DecodeProgress {
  done: number;
  total: number;
}
