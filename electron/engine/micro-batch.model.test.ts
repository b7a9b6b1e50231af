/** What the patched runtime adds inside one micro-batch: progress that ends where it says, and a stop that is heard at once. */
import type { LlamaContext, LlamaContextSequence, Token } from 'node-llama-cpp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeProgress, layerStats, openRuntime, setPrefill, setStop, type Runtime } from '../../native/runtime.ts';
import { PRESET_PARAMS } from '../contract/presets.ts';
import { ensureModel } from './models/ensure-model.ts';
import { sampleLines } from './sample-text.ts';

const ROWS = 2048;
const SPARSE = { sparse: true, params: PRESET_PARAMS.finer, denseTimedLayers: [] };

describe('inside a micro-batch of the starter model', () => {
  let runtime: Runtime;
  let context: LlamaContext;
  let sequence: LlamaContextSequence;
  let tokens: Token[];

  beforeAll(async () => {
    runtime = await openRuntime();
    const model = await runtime.llama.loadModel({ modelPath: (await ensureModel('starter')).path });
    context = await model.createContext({ contextSize: 4096, batchSize: ROWS, sequences: 1, flashAttention: true });
    sequence = context.getSequence();
    tokens = model.tokenize(sampleLines(400).join('\n')).slice(0, ROWS);
    expect(tokens).toHaveLength(ROWS);
  }, 120_000);
  afterAll(() => runtime.llama.dispose());

  it('runs the patched build', () => {
    expect(runtime).toMatchObject({ patched: true });
  });

  it('stops before the micro-batch is done, and decodes again afterwards', async () => {
    setPrefill(context, SPARSE);
    const decode = sequence.evaluateWithoutGeneratingNewTokens(tokens);
    const poll = setInterval(() => {
      const progress = decodeProgress(context);
      if (progress !== undefined && progress.done > 0) setStop(context, true);
    }, 5);
    await expect(decode.finally(() => clearInterval(poll))).rejects.toThrow(/stopped/);
    const { done, total } = decodeProgress(context) ?? { done: 0, total: 0 };
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(total / 2);

    setStop(context, false);
    await sequence.clearHistory();
    await sequence.evaluateWithoutGeneratingNewTokens(tokens);
    expect(layerStats(context)).toHaveLength(30);
  }, 120_000);

  it('knows beforehand how many steps a decode has, sparse and dense', async () => {
    const sparse = decodeProgress(context);
    expect(sparse?.done).toBe(sparse?.total);
    // 30 layers of 9 heads in 16 groups, and the ops of the graph
    expect(sparse?.total).toBeGreaterThan(30 * 9 * 16);
    setPrefill(context, { ...SPARSE, sparse: false });
    await sequence.evaluateWithoutGeneratingNewTokens(tokens.slice(0, 100));
    const dense = decodeProgress(context);
    expect(dense?.done).toBe(dense?.total);
    expect(dense?.total).toBeGreaterThan(30);
    expect(dense?.total).toBeLessThan(30 * 9 * 16);
  });
});
