/** Adds up the counters of a reading's micro-batches. Everything a report says about attention comes from here. */
import type { DenseReason, Fidelity } from '../contract/reading.ts';
import type { LayerStats } from '../../native/settings.ts';
import { estimateSpeedup } from './estimate.ts';
import type { Race } from './crossover/crossover.ts';
import { FidelitySum } from './live-fidelity.ts';
import type { TimedWork } from './least-squares.ts';
import type { BatchTimes } from './pace-samples.ts';

interface HeadSum {
  kept: number;
  candidates: number;
}

interface LayerSum {
  causal: number;
  computed: number;
  heads: HeadSum[];
  dense: Map<DenseReason, number>;
}

export interface LayerReport {
  layer: number;
  keptFraction: number | null;
  computed: number;
  heads: (number | null)[];
}

const fraction = (part: number, whole: number) => (whole > 0 ? part / whole : null);

export class Tally {
  /** Wall time of the micro-batches, probes included; milliseconds. */
  prefillMs = 0;
  /** Wall time of the dense probes and of the fidelity probe; milliseconds. */
  probeMs = 0;
  microBatches = 0;
  #causal = 0;
  #computed = 0;
  #identify = 0;
  #attentionUs = 0;
  #sparseUs = 0;
  #sparseOps = 0;
  readonly #sparseWork = { rows: 0, pairs: 0 };
  readonly #probes: TimedWork[] = [];
  readonly #races: Race[] = [];
  readonly #fidelity = new FidelitySum();
  readonly #layers = new Map<number, LayerSum>();

  /**
   * Adds one micro-batch. `wallMs` is its wall time, `stats` the counters of its attention layers (may be empty).
   * @returns what it added to the times.
   */
  add(wallMs: number, stats: readonly LayerStats[]): BatchTimes {
    const before = { probeMs: this.probeMs, sparseUs: this.#sparseUs, ...this.#sparseWork };
    this.microBatches++;
    this.prefillMs += wallMs;
    for (const op of stats) this.#addOp(op);
    return {
      wallMs,
      probeMs: this.probeMs - before.probeMs,
      sparseMs: (this.#sparseUs - before.sparseUs) / 1000,
      sparseWork: { rows: this.#sparseWork.rows - before.rows, pairs: this.#sparseWork.pairs - before.pairs },
    };
  }

  #addOp(op: LayerStats): void {
    const layer: LayerSum = this.#layers.get(op.layer) ?? { causal: 0, computed: 0, heads: [], dense: new Map() };
    this.#layers.set(op.layer, layer);
    let causal = 0;
    for (const [index, head] of op.heads.entries()) {
      const computed = head.pairsAnchor + head.pairsAttend;
      causal += head.pairsCausal;
      this.#causal += head.pairsCausal;
      this.#computed += computed;
      this.#identify += head.pairsIdentify;
      layer.causal += head.pairsCausal;
      layer.computed += computed;
      const sum = (layer.heads[index] ??= { kept: 0, candidates: 0 });
      sum.kept += head.stripesKept;
      sum.candidates += head.stripesCandidates;
    }
    this.#attentionUs += op.wallUs;
    this.probeMs += (op.denseUs + (op.probe?.us ?? 0)) / 1000;
    if (op.probe !== null) this.#fidelity.add(op.probe);
    if (op.reason !== 'sparse') {
      layer.dense.set(op.reason, (layer.dense.get(op.reason) ?? 0) + 1);
      return;
    }
    this.#sparseOps++;
    this.#sparseUs += op.wallUs;
    this.#sparseWork.rows += op.rows;
    this.#sparseWork.pairs += causal;
    if (op.denseUs > 0) {
      this.#probes.push({ rows: op.rows, pairs: causal, time: op.denseUs / 1000 });
      this.#races.push({ past: op.past, sparseMs: op.wallUs / 1000, denseMs: op.denseUs / 1000 });
    }
  }

  /** Whether any layer of any micro-batch ran sparse. */
  get anySparse(): boolean {
    return this.#sparseOps > 0;
  }

  /** Score pairs computed / causal pairs; 1 before anything is counted. */
  get computed(): number {
    return fraction(this.#computed, this.#causal) ?? 1;
  }

  /** Pooled products / causal pairs. */
  get identifyShare(): number {
    return fraction(this.#identify, this.#causal) ?? 0;
  }

  /** Milliseconds in attention ops without the probes; null without counters. */
  get attentionMs(): number | null {
    return this.#attentionUs > 0 ? this.#attentionUs / 1000 : null;
  }

  /** Stripes kept / candidates over all layers; null when no group identified. */
  get keptFraction(): number | null {
    let [kept, candidates] = [0, 0];
    for (const layer of this.#layers.values()) {
      for (const head of layer.heads) {
        kept += head.kept;
        candidates += head.candidates;
      }
    }
    return fraction(kept, candidates);
  }

  /** Kept fractions layer by layer, ascending. */
  layers(): LayerReport[] {
    return this.#ascending().map(([layer, { causal, computed, heads }]) => {
      const kept = heads.reduce((sum, head) => sum + head.kept, 0);
      const candidates = heads.reduce((sum, head) => sum + head.candidates, 0);
      return {
        layer,
        keptFraction: fraction(kept, candidates),
        computed: fraction(computed, causal) ?? 1,
        heads: heads.map((head) => fraction(head.kept, head.candidates)),
      };
    });
  }

  /** Layers that ran dense, why, and in how many micro-batches; ascending. */
  denseLayers(): { layer: number; reason: DenseReason; microBatches: number }[] {
    return this.#ascending().flatMap(([layer, { dense }]) =>
      [...dense].map(([reason, microBatches]) => ({ layer, reason, microBatches })),
    );
  }

  /** The most frequent reason to run dense; null when nothing did. */
  mainDenseReason(): DenseReason | null {
    const counts = new Map<DenseReason, number>();
    for (const { reason, microBatches } of this.denseLayers())
      counts.set(reason, (counts.get(reason) ?? 0) + microBatches);
    let best: DenseReason | null = null;
    for (const [reason, count] of counts) if (best === null || count > (counts.get(best) ?? 0)) best = reason;
    return best;
  }

  /** Layers that ran sparse at least once, ascending. */
  sparseLayers(): number[] {
    return this.#ascending()
      .filter(([, { causal, computed, heads }]) => computed < causal || heads.some((head) => head.candidates > 0))
      .map(([layer]) => layer);
  }

  /** Dense time / sparse time by this reading's probes; null without any. */
  estimatedSpeedup(): number | null {
    return estimateSpeedup({
      prefillMs: this.prefillMs,
      probeMs: this.probeMs,
      sparseMs: this.#sparseUs / 1000,
      sparseWork: this.#sparseWork,
      probes: this.#probes,
    });
  }

  /** How near the rows that were compared came to dense attention; null when none was. */
  get fidelity(): Fidelity | null {
    return this.#fidelity.report();
  }

  /** The dense probes themselves, for records; times in milliseconds. */
  get probes(): readonly TimedWork[] {
    return this.#probes;
  }

  /** The ops that were timed both ways. */
  get races(): readonly Race[] {
    return this.#races;
  }

  #ascending(): [number, LayerSum][] {
    return [...this.#layers].sort(([a], [b]) => a - b);
  }
}
