/** The reading itself: the document's tokens go into the cache in micro-batches, with progress, counters and cancel. */
import { EngineError } from '../contract/errors.ts';
import type { ReadingMetrics, ReadingProgress } from '../contract/reading.ts';
import { decodeProgress, layerStats, setPrefill, setStop } from '../../native/runtime.ts';
import { cutBack } from './kv.ts';
import type { Session } from './model.ts';
import { Pace } from './pace.ts';
import type { TimedBatch } from './pace-samples.ts';
import type { Reading } from './reading.ts';

/** Between two progress events, milliseconds. */
const PROGRESS_EVERY_MS = 250;

export interface ReadOptions {
  signal: AbortSignal;
  /** Chooses the layers to time dense as well; default: none. */
  probe?: ProbeRule | undefined;
  /** Share of the computed score pairs that are scored again to compare rows with dense attention; default: 0, none. */
  fidelityShare?: number;
  /** Whether to leave it at that after a micro-batch that took so long; default: never. */
  enough?: (wallMs: number) => boolean;
  onProgress?: (progress: ReadingProgress) => void;
  onMetrics?: (metrics: ReadingMetrics) => void;
}

/**
 * Layers to time dense in micro-batch `index` of `wholeCount` whole ones (a shorter last one is never probed).
 * @param candidates layers that can run sparse, as far as that is known yet; ascending.
 */
export type ProbeRule = (index: number, wholeCount: number, candidates: readonly number[]) => number[];

/**
 * Reads on from `reading.tokensRead` to the end of its tokens. The cache has to hold exactly those tokens already.
 * Micro-batches start at multiples of their size, so a reading that goes on after a cancel gives the bits of one made in one go.
 * @returns the times of the micro-batches read.
 * @throws EngineError 'cancelled'; the cache then holds the whole micro-batches in `reading.tokensRead`, nothing more.
 */
export async function read(session: Session, reading: Reading, options: ReadOptions): Promise<TimedBatch[]> {
  const { context, sequence, microBatch } = session;
  const { tokens } = reading.plan;
  const pace = new Pace();
  const timed: TimedBatch[] = [];
  const clock = new ProgressClock(session, reading, pace, options);
  const stop = () => setStop(context, true);
  options.signal.addEventListener('abort', stop, { once: true });
  try {
    clock.start();
    while (!reading.complete) {
      if (options.signal.aborted) throw new EngineError('cancelled', {});
      const past = reading.tokensRead;
      const batch = tokens.slice(past, past + microBatch);
      const started = performance.now();
      clock.enter(batch.length);
      setPrefill(context, {
        sparse: reading.modeSet === 'sparse',
        params: reading.plan.params,
        gainKeys: reading.plan.gainKeys,
        denseTimedLayers: layersToProbe(session, reading, past, options.probe),
        probeShare: options.fidelityShare ?? 0,
      });
      await sequence.evaluateWithoutGeneratingNewTokens(batch);
      const wall = performance.now() - started;
      timed.push({ rows: batch.length, past, ...reading.tally.add(wall, layerStats(context)) });
      reading.tokensRead += batch.length;
      pace.add(batch.length, past, wall);
      options.onMetrics?.(reading.metrics());
      if (options.enough?.(wall)) break;
    }
    clock.emit();
    return timed;
  } catch (error) {
    if (options.signal.aborted) throw new EngineError('cancelled', {}, error);
    throw error;
  } finally {
    clock.stop();
    options.signal.removeEventListener('abort', stop);
    setStop(context, false);
    await cutBack(sequence, reading.tokensRead);
  }
}

function layersToProbe(session: Session, reading: Reading, past: number, rule: ProbeRule | undefined): number[] {
  const { microBatch } = session;
  if (rule === undefined || reading.modeSet === 'dense' || reading.plan.tokens.length - past < microBatch) return [];
  const known = reading.tally.sparseLayers();
  // Which layers can run sparse is known after the first micro-batch that did.
  const candidates = known.length > 0 ? known : Array.from({ length: session.layers }, (_, layer) => layer);
  return rule(past / microBatch, Math.floor(reading.plan.tokens.length / microBatch), candidates);
}

/** Tells how far the reading is, four times a second, inside a micro-batch too where the runtime can say. */
class ProgressClock {
  readonly #session: Session;
  readonly #reading: Reading;
  readonly #pace: Pace;
  readonly #options: ReadOptions;
  readonly #from: number;
  #started = 0;
  #batchStarted = 0;
  #batch = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(session: Session, reading: Reading, pace: Pace, options: ReadOptions) {
    this.#session = session;
    this.#reading = reading;
    this.#pace = pace;
    this.#options = options;
    this.#from = reading.tokensRead;
  }

  start(): void {
    this.#started = performance.now();
    this.#timer = setInterval(() => this.emit(), PROGRESS_EVERY_MS);
  }

  enter(batch: number): void {
    this.#batch = batch;
    this.#batchStarted = performance.now();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  emit(): void {
    const { tokensRead, plan, complete, tally } = this.#reading;
    const { layers } = this.#session;
    const decode = complete ? undefined : decodeProgress(this.#session.context);
    const part = decode !== undefined && decode.total > 0 ? Math.min(1, decode.done / decode.total) : 0;
    const tokens = Math.round(tokensRead + (complete ? 0 : part * this.#batch));
    const now = performance.now();
    const flight = { rows: this.#batch, past: tokensRead, ms: now - this.#batchStarted, part };
    const left = complete ? 0 : this.#pace.remainingMs(flight, plan.tokens.length);
    this.#options.onProgress?.({
      phase: 'reading',
      tokens,
      totalTokens: plan.tokens.length,
      tokensPerSecond: ((tokens - this.#from) * 1000) / Math.max(1, now - this.#started),
      secondsLeft: left === null ? null : left / 1000,
      layer: decode === undefined ? null : Math.min(layers, Math.floor(part * layers) + 1),
      layers,
      sparsity: this.#reading.modeSet === 'sparse' ? 1 - tally.computed : 0,
    });
  }
}
