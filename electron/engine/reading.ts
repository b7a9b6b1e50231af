/** One reading: which document, in which way, how far it has come, and its report. */
import { createHash } from 'node:crypto';
import type { Token } from 'node-llama-cpp';
import type { CalibratedLoss } from '../contract/calibration.ts';
import type { PrefillParams, Preset } from '../contract/presets.ts';
import { reasonText, type Mode, type ModeReason, type ReadingMetrics, type Speedup } from '../contract/reading.ts';
import { paramsKey } from './crossover/gain-table.ts';
import { Tally } from './tally.ts';

export interface ReadingPlan {
  name: string;
  model: string;
  modeAsked: Mode;
  preset: Preset;
  params: PrefillParams;
  /** Ops behind fewer keys run dense, as sparse is not expected to win there on this machine. */
  gainKeys: number;
  /** What the parameters lost when the model was calibrated, where that is known. */
  calibratedLoss: CalibratedLoss | null;
  /** Whether the runtime can run sparse, and why not. */
  patched: boolean;
  unpatchedReason?: string | undefined;
  /** Prompt prefix and document. */
  tokens: readonly Token[];
  documentTokens: number;
}

export class Reading {
  plan: ReadingPlan;
  /** Names the tokens alone. */
  readonly textKey: string;
  /** Names tokens, mode and parameters: equal keys mean an equal cache. */
  readonly key: string;
  readonly tally = new Tally();
  /** Tokens in the cache; a multiple of the micro-batch until complete. */
  tokensRead = 0;
  /** Set when a speedup is known from another reading of the same text. */
  measured: Speedup | null = null;

  constructor(plan: ReadingPlan) {
    this.plan = plan;
    this.textKey = createHash('sha256').update(Uint32Array.from(plan.tokens)).digest('hex');
    this.key = `${this.textKey}|${this.wayKey}`;
  }

  /** The same reading under the name and the wish of a later request; its cache and counters stay. */
  asNamed(plan: ReadingPlan): this {
    this.plan = plan;
    return this;
  }

  /** The mode handed to the runtime: dense where it cannot run sparse. */
  get modeSet(): Mode {
    return this.plan.patched ? this.plan.modeAsked : 'dense';
  }

  /** Names mode, parameters and crossover. */
  get wayKey(): string {
    const { params, gainKeys } = this.plan;
    return this.modeSet === 'dense' ? 'dense' : `sparse ${paramsKey(params)} from ${gainKeys}`;
  }

  get complete(): boolean {
    return this.tokensRead === this.plan.tokens.length;
  }

  /** What ran so far; a sparse reading counts as sparse until it ends without one sparse layer. */
  get mode(): Mode {
    if (this.modeSet === 'dense') return 'dense';
    return this.complete && !this.tally.anySparse ? 'dense' : 'sparse';
  }

  get modeReason(): ModeReason | null {
    if (this.mode === this.plan.modeAsked) return null;
    if (!this.plan.patched) {
      return {
        code: 'no-patched-build',
        text: this.plan.unpatchedReason ?? 'this build of llama.cpp reads dense only',
      };
    }
    const code = this.tally.mainDenseReason() ?? 'graph';
    return { code, text: reasonText(code) };
  }

  /** The report so far. */
  metrics(): ReadingMetrics {
    const { plan, tally, mode } = this;
    const estimated = mode === 'sparse' ? tally.estimatedSpeedup() : null;
    const estimate: Speedup | null = estimated === null ? null : { value: estimated, kind: 'estimated' };
    const sparse = mode === 'sparse';
    return {
      document: plan.name,
      model: plan.model,
      modeAsked: plan.modeAsked,
      mode,
      modeReason: this.modeReason,
      preset: plan.preset,
      params: { ...plan.params },
      calibratedLoss: sparse ? plan.calibratedLoss : null,
      documentTokens: plan.documentTokens,
      tokens: plan.tokens.length,
      tokensRead: this.tokensRead,
      microBatches: tally.microBatches,
      complete: this.complete,
      prefillMs: tally.prefillMs,
      tokensPerSecond: tally.prefillMs > 0 ? (this.tokensRead * 1000) / tally.prefillMs : 0,
      computed: sparse ? tally.computed : 1,
      sparsity: sparse ? 1 - tally.computed : 0,
      identifyShare: sparse ? tally.identifyShare : 0,
      keptFraction: sparse ? tally.keptFraction : null,
      layers: sparse ? tally.layers() : [],
      denseLayers: this.modeSet === 'sparse' ? tally.denseLayers() : [],
      speedup: this.measured ?? estimate,
      estimatedSpeedup: estimated,
      attentionMs: tally.attentionMs,
      otherMs: tally.attentionMs === null ? null : tally.prefillMs - tally.attentionMs - tally.probeMs,
      probeMs: tally.probeMs,
      fidelity: sparse ? tally.fidelity : null,
      gainKeys: this.modeSet === 'sparse' ? plan.gainKeys : 0,
    };
  }
}
