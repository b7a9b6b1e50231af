/** Which attention calls run sparse behind how many keys: decided by the stored crossover, in every reading alike. */
import type { Token } from 'node-llama-cpp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outputLogits, setOutputRows } from '../../../native/runtime.ts';
import type { DenseReason, Mode } from '../../contract/reading.ts';
import { PRESET_PARAMS } from '../../contract/presets.ts';
import { MICRO_BATCH, openModel, openSession, type LoadedModel, type Session } from '../model.ts';
import { ensureModel } from '../models/ensure-model.ts';
import { read } from '../reader.ts';
import { Reading, type ReadingPlan } from '../reading.ts';
import { sampleLines } from '../sample-text.ts';

const LAYERS = 30;
/** One whole micro-batch and a little of a second. */
const TOKENS = MICRO_BATCH + 200;
const signal = new AbortController().signal;

let loaded: LoadedModel;
let session: Session;
let tokens: Token[];
beforeAll(async () => {
  loaded = await openModel((await ensureModel('starter')).path);
  session = await openSession(loaded, TOKENS + 256);
  tokens = loaded.model.tokenize(sampleLines(200).join('\n')).slice(0, TOKENS);
  expect(tokens).toHaveLength(TOKENS);
}, 120_000);
afterAll(async () => {
  await session.context.dispose();
  await loaded.dispose();
});

/** Reads the text; the logits are those of its last row. */
async function reading(modeAsked: Mode, gainKeys: number): Promise<{ reading: Reading; logits: Float32Array }> {
  const plan: ReadingPlan = {
    ...{ name: 'text', model: 'starter', preset: 'finer', patched: true, tokens, documentTokens: TOKENS },
    ...{ modeAsked, params: PRESET_PARAMS.finer, gainKeys, calibratedLoss: null },
  };
  await session.sequence.clearHistory();
  const made = new Reading(plan);
  setOutputRows(session.context, 1);
  await read(session, made, { signal });
  const logits = outputLogits(session.context, 0, 1);
  setOutputRows(session.context, 0);
  return { reading: made, logits };
}

/** Layers that ran dense for a reason, and in how many micro-batches each. */
const denseFor = ({ tally }: Reading, wanted: DenseReason) =>
  tally
    .denseLayers()
    .filter(({ reason }) => reason === wanted)
    .map(({ microBatches }) => microBatches);

describe('below the crossover', () => {
  it('every call is dense, above it every call is sparse, twice the same', { timeout: 300_000 }, async () => {
    const [one, two] = [await reading('sparse', MICRO_BATCH), await reading('sparse', MICRO_BATCH)];
    for (const { reading: made } of [one, two]) {
      expect(denseFor(made, 'no-gain')).toEqual(new Array(LAYERS).fill(1));
      expect(made.tally.denseLayers()).toHaveLength(LAYERS);
      expect(made.metrics()).toMatchObject({ mode: 'sparse', gainKeys: MICRO_BATCH });
    }
    expect(two.reading.metrics().computed).toBe(one.reading.metrics().computed);
    expect(two.logits).toEqual(one.logits);
    const everywhere = await reading('sparse', 0);
    expect(everywhere.reading.tally.denseLayers()).toEqual([]);
    expect(everywhere.reading.metrics().computed).toBeLessThan(one.reading.metrics().computed);
    expect(everywhere.reading.key).not.toBe(one.reading.key);
  });

  it('a reading that has no gain anywhere is a dense one, to the bit', { timeout: 180_000 }, async () => {
    const never = await reading('sparse', 2 * MICRO_BATCH);
    expect(denseFor(never.reading, 'no-gain')).toEqual(new Array(LAYERS).fill(2));
    expect(never.reading.metrics()).toMatchObject({ mode: 'dense', modeReason: { code: 'no-gain' }, computed: 1 });
    expect(never.logits).toEqual((await reading('dense', 0)).logits);
  });
});
