/** Opening the runtime, a model and a context of a wanted size, with every failure as a typed error. */
import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { InsufficientMemoryError, type LlamaContext, type LlamaContextSequence, type LlamaModel } from 'node-llama-cpp';
import { EngineError, oneLine } from '../contract/errors.ts';
import type { ModelInfo, RuntimeInfo } from '../contract/models.ts';
import { openRuntime, type Runtime } from '../../native/runtime.ts';
import type { PresetCalibration } from '../contract/calibration.ts';
import { GainTable } from './crossover/gain-table.ts';
import { findCalibration } from './fidelity/calibrations.ts';
import { fingerprintOf } from './fidelity/fingerprint.ts';
import { calibrationInfo } from './fidelity/resolve-preset.ts';
import { ggufProblem } from './models/gguf-check.ts';
import { makePromptTemplate, type PromptTemplate } from './prompt.ts';

/** Query rows of one micro-batch, and the tokens of one evaluation call, unless a measurement asks for fewer. */
export const MICRO_BATCH = 2048;

export interface LoadedModel {
  info: ModelInfo;
  /** Changes when the file does: path, size and time of change. */
  identity: string;
  /** Size of the file. */
  bytes: number;
  /** Of the file's content (fidelity/fingerprint.ts). */
  fingerprint: string;
  /** Of its presets; null until it is calibrated. `info` shows it. */
  calibration: PresetCalibration | null;
  /** Where sparse begins to win on this machine. */
  gains: GainTable;
  runtime: Runtime;
  /** Query rows of one micro-batch of its readings. */
  microBatch: number;
  model: LlamaModel;
  prompt: PromptTemplate;
  dispose(): Promise<void>;
}

export interface Session {
  context: LlamaContext;
  /** The only sequence of the context; cells are in the order of the text. */
  sequence: LlamaContextSequence;
  patched: boolean;
  layers: number;
  /** Query rows of one micro-batch. */
  microBatch: number;
}

export interface OpenModelOptions {
  contextSize?: number | undefined;
  threads?: number | undefined;
  microBatch?: number | undefined;
  signal?: AbortSignal;
  onProgress?: (fraction: number) => void;
}

/**
 * Threads unless asked otherwise: the cores this process may run on. llama.cpp counts those of the machine, and threads
 * without a core of their own make every barrier between them wait.
 */
function defaultThreads(): number {
  return availableParallelism();
}

/** How the loaded runtime looks to callers. */
export function runtimeInfoOf(runtime: Runtime): RuntimeInfo {
  return {
    patched: runtime.patched,
    ...(runtime.unpatchedReason === undefined ? {} : { unpatchedReason: runtime.unpatchedReason }),
  };
}

/**
 * Loads a GGUF file.
 * @throws EngineError 'model-missing', 'model-broken', 'out-of-memory', 'cancelled'; 'engine-start-failed' without any runtime.
 */
export async function openModel(file: string, options: OpenModelOptions = {}): Promise<LoadedModel> {
  const stats = await stat(file).catch(() => null);
  if (!stats?.isFile()) throw new EngineError('model-missing', { path: file });
  // llama.cpp reads a damaged header less carefully, and ends the process over some.
  const problem = await ggufProblem(file);
  if (problem !== null) throw new EngineError('model-broken', { path: file, detail: problem.what });
  const fingerprint = await fingerprintOf(file);
  const calibration = await findCalibration(fingerprint);
  const threads = options.threads ?? defaultThreads();
  const gains = await GainTable.open({ fingerprint, threads });
  let runtime: Runtime;
  try {
    runtime = await openRuntime({ threads });
  } catch (cause) {
    throw new EngineError('engine-start-failed', { detail: oneLine(cause) }, cause);
  }
  let model: LlamaModel | undefined;
  try {
    model = await runtime.llama.loadModel({
      modelPath: file,
      ...(options.signal === undefined ? {} : { loadSignal: options.signal }),
      onLoadProgress: (fraction) => options.onProgress?.(fraction),
    });
    const { llama } = runtime;
    const loaded = model;
    return {
      info: {
        path: file,
        description: model.typeDescription,
        name: path.basename(file).replace(/\.gguf$/i, ''),
        layers: blockCount(model),
        trainContextSize: model.trainContextSize,
        contextLimit: options.contextSize ?? model.trainContextSize,
        threads,
        runtime: runtimeInfoOf(runtime),
        calibration: calibrationInfo(calibration),
      },
      identity: `${path.resolve(file)}|${stats.size}|${stats.mtimeMs}`,
      bytes: stats.size,
      fingerprint,
      calibration,
      gains,
      runtime,
      microBatch: options.microBatch ?? MICRO_BATCH,
      model,
      prompt: makePromptTemplate(model),
      dispose: async () => {
        await loaded.dispose();
        await llama.dispose();
      },
    };
  } catch (cause) {
    await model?.dispose();
    await runtime.llama.dispose();
    if (options.signal?.aborted) throw new EngineError('cancelled', {}, cause);
    if (cause instanceof InsufficientMemoryError) throw new EngineError('out-of-memory', { what: 'this model' }, cause);
    throw new EngineError('model-broken', { path: file, detail: oneLine(cause) }, cause);
  }
}

/** Attention layers, from the file's own header; node-llama-cpp's totalLayers counts the output layer as well. */
function blockCount(model: LlamaModel): number {
  const { architectureMetadata } = model.fileInfo;
  return architectureMetadata.block_count ?? model.fileInsights.totalLayers - 1;
}

/**
 * A context of exactly `size` tokens with one sequence in which nothing is ever shifted out.
 * @throws EngineError 'out-of-memory'.
 */
export async function openSession(loaded: LoadedModel, size: number): Promise<Session> {
  let context: LlamaContext;
  try {
    context = await loaded.model.createContext({
      contextSize: size, // a number: with "auto" or a range a failure would shrink it unnoticed
      batchSize: Math.min(loaded.microBatch, size),
      sequences: 1,
      flashAttention: true,
      swaFullCache: true, // a ring cache of sliding-window layers could not be cut back to the end of the document
      threads: loaded.info.threads,
    });
  } catch (cause) {
    throw new EngineError('out-of-memory', { what: `a context of ${size} tokens` }, cause);
  }
  const sequence = context.getSequence({
    contextShift: {
      strategy: () => {
        throw new Error('the context is full, and nothing may be shifted out of it');
      },
    },
  });
  const { runtime, info, microBatch } = loaded;
  return { context, sequence, patched: runtime.patched, layers: info.layers, microBatch };
}
