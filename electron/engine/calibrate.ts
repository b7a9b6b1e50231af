/**
 * A short measurement of how fast this machine reads with the loaded model: for expected times before anything was read, and for the
 * number of keys from which sparse wins.
 */
import { readFile } from 'node:fs/promises';
import type { Token } from 'node-llama-cpp';
import { EngineError } from '../contract/errors.ts';
import type { Preset } from '../contract/presets.ts';
import type { PaceSample } from '../contract/reading.ts';
import { assetPath } from './assets.ts';
import { crossover } from './crossover/crossover.ts';
import { calibrationLayers } from './estimate.ts';
import { resolvePreset } from './fidelity/resolve-preset.ts';
import { MICRO_BATCH, openSession, type LoadedModel } from './model.ts';
import { paceSamples } from './pace-samples.ts';
import { contextFor, readingPlan } from './plan.ts';
import { read } from './reader.ts';
import { Reading } from './reading.ts';
import { tokenizeInSlices } from './tokenize.ts';

/** Behind no keys and behind 2,048: one micro-batch alone cannot tell how the time grows with the keys. */
const TOKENS = 2 * MICRO_BATCH;
/** Longer than this a micro-batch makes people wait for an estimate; the first alone has to do then. */
const ENOUGH_MS = 10_000;

export interface Calibrated {
  pace: PaceSample[];
  /** Keys from which sparse wins with the preset, as later readings take it; 0 without sparse prefill. */
  gainKeys: number;
}

/**
 * Times two micro-batches of the sample text, read sparse with dense probes in a context of their own; only the first where that
 * takes long. Without sparse prefill the samples are of dense reading alone. Where sparse begins to win is kept with the model: the
 * first time only unless `again`, since readings before and after a change could not be compared.
 * @throws EngineError 'cancelled', 'out-of-memory'.
 */
export async function calibrate(
  loaded: LoadedModel,
  { preset, again = false }: { preset: Preset; again?: boolean | undefined },
  signal: AbortSignal,
): Promise<Calibrated> {
  const refuseCancelled = () => {
    if (signal.aborted) throw new EngineError('cancelled', {});
  };
  const wanted = Math.min(TOKENS, loaded.info.contextLimit - 1) - loaded.prompt.prefix.length;
  const text = await readFile(assetPath('samples', 'moby-dick.txt'), 'utf8');
  const sample = await tokenizeInSlices(text, loaded.prompt.plain);
  refuseCancelled();
  const request = { name: 'sample', mode: 'sparse', preset } as const;
  const params = resolvePreset(loaded, preset);
  // All of it sparse, whatever was found before.
  const plan = { ...readingPlan(loaded, request, params, repeated(sample, wanted)), gainKeys: 0 };
  const size = contextFor(plan.tokens.length, loaded.info.contextLimit) ?? loaded.info.contextLimit;
  const session = await openSession(loaded, size);
  try {
    refuseCancelled();
    const reading = new Reading(plan);
    const timed = await read(session, reading, {
      signal,
      probe: calibrationLayers,
      enough: (wallMs) => wallMs > ENOUGH_MS,
    });
    const { races } = reading.tally;
    if (races.length > 0 && (again || !loaded.gains.knows(params))) await loaded.gains.keep(params, crossover(races));
    const pace = paceSamples(reading.modeSet, timed, reading.tally.probes);
    return { pace, gainKeys: reading.modeSet === 'sparse' ? loaded.gains.gainKeys(params) : 0 };
  } finally {
    await session.context.dispose();
  }
}

/** The first `count` of the tokens over and over. */
function repeated(tokens: readonly Token[], count: number): Token[] {
  const repeatedTokens: Token[] = [];
  while (repeatedTokens.length < count) repeatedTokens.push(...tokens.slice(0, count - repeatedTokens.length));
  return repeatedTokens;
}
