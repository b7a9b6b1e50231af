/** The engine: one runtime, one model, one context, one document in it. Holds the state; the work is in its neighbours. */
import { EngineError } from '../contract/errors.ts';
import type { EventData, EventName, Params, Result } from '../contract/engine.ts';
import type { ModelInfo } from '../contract/models.ts';
import { checkParams, presetParams, type PrefillParams } from '../contract/presets.ts';
import {
  DEFAULT_ROOM,
  type AskParams,
  type AskResult,
  type ReadDocumentParams,
  type ReadDocumentResult,
} from '../contract/reading.ts';
import { answer } from './answer.ts';
import { openModel, openSession, type LoadedModel, type Session } from './model.ts';
import { read } from './reader.ts';
import { Reading, type ReadingPlan } from './reading.ts';
import { ReadingTimes } from './times.ts';
import { tokenizeInSlices } from './tokenize.ts';
import type { Token } from 'node-llama-cpp';

/** Contexts come in steps of this, as llama.cpp pads them. */
const CONTEXT_STEP = 256;

export interface Work {
  signal: AbortSignal;
  emit: <E extends EventName>(event: E, data: EventData<E>) => void;
}

/**
 * Tokens of context for a document, and whether it fits at all.
 * @param needed prompt, document and room for question and answer.
 * @returns a multiple of 256 not above `limit`, or null when it does not fit.
 */
export function contextFor(needed: number, limit: number): number | null {
  // One cell more: node-llama-cpp never fills the last one.
  if (needed + 1 > limit) return null;
  return Math.min(limit, Math.ceil((needed + 1) / CONTEXT_STEP) * CONTEXT_STEP);
}

export class Engine {
  #loaded: LoadedModel | null = null;
  #session: Session | null = null;
  #reading: Reading | null = null;
  readonly #times = new ReadingTimes();

  /** What is loaded and what the cache holds. */
  status(): Omit<Result<'status'>, 'running'> {
    return {
      runtime: this.#loaded?.info.runtime ?? null,
      model: this.#loaded?.info ?? null,
      contextSize: this.#session?.context.contextSize ?? null,
      reading: this.#reading?.metrics() ?? null,
    };
  }

  /** Loads a model in place of the one before. @throws EngineError as openModel does; no model is loaded then. */
  async loadModel(params: Params<'loadModel'>, work: Work): Promise<ModelInfo> {
    await this.close();
    this.#loaded = await openModel(params.path, {
      contextSize: params.contextSize,
      threads: params.threads,
      signal: work.signal,
      onProgress: seldom((fraction) => work.emit('model.loading', { path: params.path, fraction })),
    });
    return this.#loaded.info;
  }

  /**
   * Brings a document into the cache: nothing is read when it is there already, the rest when its reading was cancelled.
   * @throws EngineError 'no-model', 'parameter-out-of-range', 'document-empty', 'document-too-long', 'out-of-memory', 'cancelled'.
   */
  async readDocument(params: ReadDocumentParams, work: Work): Promise<ReadDocumentResult> {
    const loaded = this.#requireModel();
    const prefill = checkedParams(params);
    const plan = await this.#plan(loaded, params, prefill, work);
    const reading = await this.#readingFor(loaded, plan, params);
    const session = this.#session as Session; // made by #readingFor
    const text = this.#timesKey(loaded, reading);
    const reused = reading.complete;
    const resumedAt = reused ? 0 : reading.tokensRead;
    if (!reused) {
      await this.#guarded(() =>
        read(session, reading, {
          signal: work.signal,
          probe: params.probe === 'always' || (params.probe !== 'never' && !this.#times.hasDense(text)),
          onProgress: (progress) => work.emit('reading.progress', progress),
          // The report at the end knows more (whether it was measured), so the last micro-batch reports below.
          onMetrics: (metrics) => !metrics.complete && work.emit('reading.metrics', metrics),
        }),
      );
      if (!reading.interrupted) {
        this.#times.record(text, reading.mode, reading.wayKey, reading.tally.prefillMs - reading.tally.probeMs);
      }
    }
    reading.measured = reading.interrupted ? null : this.#times.speedup(text, reading.mode, reading.wayKey);
    const metrics = reading.metrics();
    work.emit('reading.metrics', metrics);
    return { metrics, reused, resumedAt };
  }

  /** Answers from the document in the cache. @throws EngineError 'no-document', 'question-too-long', 'cancelled'. */
  async ask(params: AskParams, work: Work): Promise<AskResult> {
    const loaded = this.#requireModel();
    const [session, reading] = [this.#session, this.#reading];
    if (session === null || !reading?.complete) throw new EngineError('no-document', {});
    const question = loaded.prompt.question(params.question, params.instructions);
    return await this.#guarded(() =>
      answer(session, reading.tokensRead, question, params, {
        signal: work.signal,
        onText: (text) => work.emit('answer.token', { text }),
      }),
    );
  }

  /** Gives model, context and runtime back. */
  async close(): Promise<void> {
    await this.#dropSession();
    const loaded = this.#loaded;
    this.#loaded = null;
    await loaded?.dispose();
  }

  #requireModel(): LoadedModel {
    if (this.#loaded === null) throw new EngineError('no-model', {});
    return this.#loaded;
  }

  /** After a failure that is not one of the known ones the cache cannot be trusted, so it is dropped. */
  async #guarded<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof EngineError)) await this.#dropSession();
      throw error;
    }
  }

  async #dropSession(): Promise<void> {
    const session = this.#session;
    this.#session = null;
    this.#reading = null;
    await session?.context.dispose();
  }

  async #plan(
    loaded: LoadedModel,
    params: ReadDocumentParams,
    prefill: PrefillParams,
    work: Work,
  ): Promise<ReadingPlan> {
    if (params.text.trim() === '') throw new EngineError('document-empty', { name: params.name });
    const whole = await this.#tokenize(loaded, params.text, work);
    const document = whole.slice(0, params.limitTokens);
    return {
      name: params.name,
      model: loaded.info.name,
      modeAsked: params.mode,
      preset: params.preset,
      params: prefill,
      patched: loaded.runtime.patched,
      unpatchedReason: loaded.runtime.unpatchedReason,
      tokens: [...loaded.prompt.prefix, ...document],
      documentTokens: document.length,
    };
  }

  async #tokenize(loaded: LoadedModel, text: string, work: Work): Promise<Token[]> {
    const started = performance.now();
    try {
      return await tokenizeInSlices(text, loaded.prompt.plain, {
        signal: work.signal,
        onSlice: (tokens) =>
          work.emit('reading.progress', {
            phase: 'tokenizing',
            tokens,
            totalTokens: null,
            tokensPerSecond: (tokens * 1000) / Math.max(1, performance.now() - started),
            secondsLeft: null,
            layer: null,
            layers: loaded.info.layers,
            sparsity: 0,
          }),
      });
    } catch (error) {
      if (work.signal.aborted) throw new EngineError('cancelled', {}, error);
      throw error;
    }
  }

  /** The reading in the cache where it is the same one, else a new one in an empty cache of the right size. */
  async #readingFor(loaded: LoadedModel, plan: ReadingPlan, params: ReadDocumentParams): Promise<Reading> {
    const limit = loaded.info.contextLimit;
    const room = params.room ?? DEFAULT_ROOM;
    const size = contextFor(plan.tokens.length + room, limit);
    if (size === null) {
      const fit = Math.max(0, limit - 1 - room - loaded.prompt.prefix.length);
      // A wanted answer that leaves no room for any document is not the document's fault.
      if (fit === 0 && room > DEFAULT_ROOM) {
        throw new EngineError('question-too-long', { tokens: room, fit: Math.max(0, limit - 1 - plan.tokens.length) });
      }
      throw new EngineError('document-too-long', {
        name: plan.name,
        tokens: plan.documentTokens,
        fit,
        contextSize: limit,
      });
    }
    const wanted = new Reading(plan);
    const held = this.#reading;
    const fits = this.#session !== null && this.#session.context.contextSize >= size;
    if (fits && held?.key === wanted.key) return held.asNamed(plan);
    if (fits) {
      this.#reading = null;
      await this.#session?.sequence.clearHistory();
    } else {
      await this.#dropSession();
      this.#session = await openSession(loaded, size);
    }
    this.#reading = wanted;
    return wanted;
  }

  #timesKey(loaded: LoadedModel, reading: Reading): string {
    return `${loaded.identity}|${loaded.info.threads}|${reading.textKey}`;
  }
}

/** llama.cpp reports every tensor, hundreds in a second: passes on what comes 50 ms after the last one, and the end. */
function seldom(report: (fraction: number) => void): (fraction: number) => void {
  let last = -Infinity;
  return (fraction) => {
    const now = performance.now();
    if (fraction < 1 && now - last < 50) return;
    last = now;
    report(fraction);
  };
}

function checkedParams(params: ReadDocumentParams): PrefillParams {
  if ((params.preset === 'custom') !== (params.params !== undefined)) {
    throw new EngineError('bad-request', { detail: 'params belong to the preset custom, and it needs them' });
  }
  const prefill = presetParams(params.preset, params.params);
  const problem = checkParams(prefill);
  if (problem !== null) throw new EngineError('parameter-out-of-range', { ...problem });
  return prefill;
}
