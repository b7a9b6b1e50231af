/** From a request to what will be read, and how large a context it takes. */
import type { Token } from 'node-llama-cpp';
import { EngineError } from '../contract/errors.ts';
import { checkParams, type PrefillParams } from '../contract/presets.ts';
import { DEFAULT_ROOM, type CountTokensResult, type ReadDocumentParams } from '../contract/reading.ts';
import { knownLoss, resolvePreset, type PresetSource } from './fidelity/resolve-preset.ts';
import type { LoadedModel } from './model.ts';
import type { ReadingPlan } from './reading.ts';

/** Contexts come in steps of this, as llama.cpp pads them. */
const CONTEXT_STEP = 256;

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

/** Document tokens that fit behind the prompt with `room` tokens left. */
function fitIn(loaded: LoadedModel, room: number): number {
  return Math.max(0, loaded.info.contextLimit - 1 - room - loaded.prompt.prefix.length);
}

/** How a document of that many tokens stands against the model's context. */
export function countOf(loaded: LoadedModel, documentTokens: number): CountTokensResult {
  return {
    documentTokens,
    tokens: loaded.prompt.prefix.length + documentTokens,
    fit: fitIn(loaded, DEFAULT_ROOM),
    contextLimit: loaded.info.contextLimit,
  };
}

/** The parameters of a request for the model that is loaded. @throws EngineError 'bad-request', 'parameter-out-of-range'. */
export function checkedParams(
  loaded: PresetSource,
  params: Pick<ReadDocumentParams, 'preset' | 'params'>,
): PrefillParams {
  if ((params.preset === 'custom') !== (params.params !== undefined)) {
    throw new EngineError('bad-request', { detail: 'params belong to the preset custom, and it needs them' });
  }
  const prefill = resolvePreset(loaded, params.preset, params.params);
  const problem = checkParams(prefill);
  if (problem !== null) throw new EngineError('parameter-out-of-range', { ...problem });
  return prefill;
}

/** What will be read: the prompt's beginning and the document's tokens. */
export function readingPlan(
  loaded: LoadedModel,
  request: Pick<ReadDocumentParams, 'name' | 'mode' | 'preset'>,
  params: PrefillParams,
  document: readonly Token[],
): ReadingPlan {
  return {
    name: request.name,
    model: loaded.info.name,
    modeAsked: request.mode,
    preset: request.preset,
    params,
    gainKeys: loaded.gains.gainKeys(params),
    calibratedLoss: knownLoss(loaded.calibration, params),
    patched: loaded.runtime.patched,
    unpatchedReason: loaded.runtime.unpatchedReason,
    tokens: [...loaded.prompt.prefix, ...document],
    documentTokens: document.length,
  };
}

/**
 * Tokens of context that a plan takes with `room` for a question and its answer.
 * @throws EngineError 'document-too-long'; 'question-too-long' where the room alone leaves no place for any document.
 */
export function contextSizeOf(loaded: LoadedModel, plan: ReadingPlan, room: number = DEFAULT_ROOM): number {
  const limit = loaded.info.contextLimit;
  const size = contextFor(plan.tokens.length + room, limit);
  if (size !== null) return size;
  const fit = fitIn(loaded, room);
  // A wanted answer that leaves no room for any document is not the document's fault.
  if (fit === 0 && room > DEFAULT_ROOM) {
    throw new EngineError('question-too-long', { tokens: room, fit: Math.max(0, limit - 1 - plan.tokens.length) });
  }
  throw new EngineError('document-too-long', { name: plan.name, tokens: plan.documentTokens, fit, contextSize: limit });
}
