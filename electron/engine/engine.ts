/** The engine: one runtime, one model, one document in a cache for each mode. Holds the state; the work is in its neighbours. */
import type { Params, Result } from '../contract/engine.ts';
import { EngineError } from '../contract/errors.ts';
import type { ModelInfo } from '../contract/models.ts';
import type { AskParams, AskResult, ReadDocumentParams, ReadDocumentResult } from '../contract/reading.ts';
import { answer } from './answer.ts';
import { Caches, type Cache } from './caches.ts';
import { calibrate } from './calibrate.ts';
import { DocumentTokens } from './document-tokens.ts';
import { probedLayers } from './estimate.ts';
import { FIDELITY_SHARE } from './live-fidelity.ts';
import { ensureCalibration } from './fidelity/ensure-calibration.ts';
import { openModel, type LoadedModel } from './model.ts';
import { fetchModel } from './models/fetch.ts';
import { paceSamples } from './pace-samples.ts';
import { checkedParams, contextSizeOf, countOf, readingPlan } from './plan.ts';
import { read } from './reader.ts';
import type { Reading } from './reading.ts';
import { seldom } from './seldom.ts';
import { ReadingTimes } from './times.ts';
import type { Doing, Work } from './work.ts';

export interface EngineOptions {
  /** Bytes of memory that can be had without swapping; default: what the system says. */
  availableMemory?: () => number;
}

export class Engine implements Doing {
  #loaded: LoadedModel | null = null;
  readonly #caches: Caches;
  readonly #tokens = new DocumentTokens();
  readonly #times = new ReadingTimes();

  constructor(options: EngineOptions = {}) {
    this.#caches = new Caches(options.availableMemory);
  }

  /** What is loaded and what the caches hold. */
  status(): Omit<Result<'status'>, 'running'> {
    const info = this.#loaded?.info ?? null;
    return {
      runtime: info?.runtime ?? null,
      model: info,
      readings: this.#caches.status(info?.runtime.patched ?? false),
    };
  }

  /** Loads a model in place of the one before. @throws EngineError as openModel does; no model is loaded then. */
  async loadModel(params: Params<'loadModel'>, work: Work): Promise<ModelInfo> {
    await this.close();
    const report = seldom((fraction: number) => work.emit('model.loading', { path: params.path, fraction }));
    this.#loaded = await openModel(params.path, {
      contextSize: params.contextSize,
      threads: params.threads,
      microBatch: params.microBatch,
      signal: work.signal,
      onProgress: (fraction) => report(fraction, fraction === 1),
    });
    return this.#loaded.info;
  }

  /** Tokenises a text, and keeps the tokens for the reading that often follows. @throws EngineError 'no-model', 'cancelled'. */
  async countTokens(params: Params<'countTokens'>, work: Work): Promise<Result<'countTokens'>> {
    const loaded = this.#requireModel();
    return countOf(loaded, (await this.#tokens.of(loaded, params.text, work)).length);
  }

  /** Times a little reading and keeps from where on sparse wins; the caches stay as they are. @throws EngineError 'no-model', 'cancelled', 'out-of-memory'. */
  async calibrate(params: Params<'calibrate'>, work: Work): Promise<Result<'calibrate'>> {
    return await calibrate(this.#requireModel(), params, work.signal);
  }

  /**
   * Chooses the presets of the loaded model by what settings lose with it, unless that is known; minutes of work, in contexts of its
   * own.
   * @throws EngineError 'no-model', 'not-available', 'out-of-memory', 'cancelled'; nothing is stored then.
   */
  async calibratePresets(params: Params<'calibratePresets'>, work: Work): Promise<Result<'calibratePresets'>> {
    return await ensureCalibration(this.#requireModel(), {
      again: params.again === true,
      signal: work.signal,
      onProgress: (progress) => work.emit('calibration.progress', progress),
    });
  }

  /**
   * Brings a document into its mode's cache: nothing is read when it is there already, the rest when its reading was cancelled.
   * @throws EngineError 'no-model', 'parameter-out-of-range', 'document-empty', 'document-too-long', 'out-of-memory', 'cancelled'.
   */
  async readDocument(params: ReadDocumentParams, work: Work): Promise<ReadDocumentResult> {
    const loaded = this.#requireModel();
    const prefill = checkedParams(loaded, params);
    if (params.text.trim() === '') throw new EngineError('document-empty', { name: params.name });
    const document = (await this.#tokens.of(loaded, params.text, work)).slice(0, params.limitTokens);
    const plan = readingPlan(loaded, params, prefill, document);
    const { cache, droppedOther } = await this.#caches.place(loaded, plan, contextSizeOf(loaded, plan, params.room));
    const { reading } = cache;
    const reused = reading.complete;
    const resumedAt = reused ? 0 : reading.tokensRead;
    const pace = reused ? [] : await this.#read(loaded, cache, params.probe ?? 'auto', work);
    this.#caches.setLatest(cache);
    this.#setMeasured(loaded);
    const metrics = reading.metrics();
    work.emit('reading.metrics', metrics);
    return { metrics, reused, resumedAt, pace, droppedOther };
  }

  /** Answers from a reading in the caches. @throws EngineError 'no-document', 'question-too-long', 'cancelled'. */
  async ask(params: AskParams, work: Work): Promise<AskResult> {
    const loaded = this.#requireModel();
    const cache = this.#caches.toAsk(params.mode, loaded.runtime.patched);
    const question = loaded.prompt.question(params.question, params.instructions);
    return await this.#guarded(cache, () =>
      answer(cache.session, cache.reading.tokensRead, question, params, {
        signal: work.signal,
        onText: (text) => work.emit('answer.token', { text }),
      }),
    );
  }

  /** Downloads a catalogue model; needs no model and touches none. @throws EngineError 'model-unavailable', 'cancelled'. */
  async fetchModel(params: Params<'fetchModel'>, work: Work): Promise<Result<'fetchModel'>> {
    return await fetchModel(params, work);
  }

  /** Gives model, contexts and runtime back. */
  async close(): Promise<void> {
    await this.#caches.dropAll();
    this.#tokens.clear();
    const loaded = this.#loaded;
    this.#loaded = null;
    await loaded?.dispose();
  }

  #requireModel(): LoadedModel {
    if (this.#loaded === null) throw new EngineError('no-model', {});
    return this.#loaded;
  }

  async #read(
    loaded: LoadedModel,
    cache: Cache,
    probe: NonNullable<ReadDocumentParams['probe']>,
    work: Work,
  ): Promise<ReadDocumentResult['pace']> {
    const { session, reading } = cache;
    const text = timesKey(loaded, reading);
    const probed = probe === 'always' || (probe === 'auto' && !this.#times.hasDense(text));
    const timed = await this.#guarded(cache, () =>
      read(session, reading, {
        signal: work.signal,
        probe: probed ? probedLayers : undefined,
        fidelityShare: probe === 'never' ? 0 : FIDELITY_SHARE,
        onProgress: (progress) => work.emit('reading.progress', progress),
        // The report at the end knows more (whether it was measured), so the last micro-batch reports with the result.
        onMetrics: (metrics) => !metrics.complete && work.emit('reading.metrics', metrics),
      }),
    );
    const { tally, mode, wayKey } = reading;
    // Of a reading in parts as well: it is the same micro-batches, and one that was cancelled in the middle is not counted.
    this.#times.record(text, mode, wayKey, tally.prefillMs - tally.probeMs);
    return paceSamples(reading.modeSet, timed, tally.probes);
  }

  /** A reading may have its measured speedup from a later one of the other mode. */
  #setMeasured(loaded: LoadedModel): void {
    for (const reading of this.#caches.readings()) {
      reading.measured = reading.complete
        ? this.#times.speedup(timesKey(loaded, reading), reading.mode, reading.wayKey)
        : null;
    }
  }

  /** After a failure that is not one of the known ones a cache cannot be trusted, so it is dropped. */
  async #guarded<T>(cache: Cache, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof EngineError)) await this.#caches.drop(cache);
      throw error;
    }
  }
}

/** Names what two readings must share for their times to compare. */
function timesKey(loaded: LoadedModel, reading: Reading): string {
  return `${loaded.identity}|${loaded.info.threads}|${reading.textKey}`;
}
