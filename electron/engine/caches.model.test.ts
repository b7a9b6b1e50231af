/** Two readings of one document side by side, in the engine's process itself, where memory can be made short. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mode, ReadDocumentParams } from '../contract/reading.ts';
import { Engine } from './engine.ts';
import { ensureModel } from './models/ensure-model.ts';
import { sampleLines } from './sample-text.ts';
import type { Work } from './work.ts';

const lines = sampleLines(165, 11);
lines[60] = 'The secret code of the harbour is 48213.';
const TEXT = lines.join('\n');
const OTHER_TEXT = sampleLines(30, 12).join('\n');
const QUESTION = { question: 'What is the secret code of the harbour?', maxTokens: 12 };
const MINUTES = 60_000;

let available = Infinity;
const engine = new Engine({ availableMemory: () => available });
const quiet: Work = { signal: new AbortController().signal, emit: () => undefined };
const request = (mode: Mode, text = TEXT): ReadDocumentParams => ({ name: 'harbour.txt', text, mode, preset: 'finer' });
const read = (mode: Mode, text?: string) => engine.readDocument(request(mode, text), quiet);
const ask = async (mode?: Mode) =>
  (await engine.ask({ ...QUESTION, ...(mode === undefined ? {} : { mode }) }, quiet)).answer;
const held = () => {
  const { sparse, dense } = engine.status().readings;
  return [sparse?.metrics.tokensRead ?? null, dense?.metrics.tokensRead ?? null];
};

beforeAll(async () => {
  await engine.loadModel({ path: (await ensureModel('starter')).path }, quiet);
}, 2 * MINUTES);
afterAll(() => engine.close());

describe('two caches', () => {
  it(
    'keep a reading of each mode, answer from either, and know the measured speedup',
    async () => {
      const sparse = await read('sparse');
      expect(sparse).toMatchObject({ reused: false, droppedOther: false, metrics: { mode: 'sparse' } });
      expect(sparse.metrics.speedup?.kind).toBe('estimated');
      expect(held()).toEqual([sparse.metrics.tokens, null]);
      const alone = await ask();
      await expect(ask('dense')).rejects.toMatchObject({ code: 'no-document' });

      const dense = await read('dense');
      expect(dense).toMatchObject({ reused: false, droppedOther: false, metrics: { mode: 'dense', computed: 1 } });
      expect(dense.metrics.speedup?.kind).toBe('measured');
      expect(held()).toEqual([sparse.metrics.tokens, dense.metrics.tokens]);
      expect(engine.status().readings.sparse?.metrics.speedup).toEqual(dense.metrics.speedup);

      // The default is the reading made last. What one context does must not show in the other.
      const latest = await ask();
      const fromSparse = await ask('sparse');
      const fromDense = await ask('dense');
      expect(fromSparse).toBe(alone);
      expect(fromDense).toBe(latest);

      const again = await read('sparse');
      expect(again).toMatchObject({ reused: true, pace: [], metrics: { speedup: { kind: 'measured' } } });
      expect(again.metrics.computed).toBe(sparse.metrics.computed);
      expect(await ask()).toBe(alone);
      expect(await read('dense')).toMatchObject({ reused: true, metrics: { mode: 'dense', computed: 1 } });
      expect(await ask('sparse')).toBe(alone);
    },
    5 * MINUTES,
  );

  it(
    'keep the other mode when a preset changes, and read anew what was sparse',
    async () => {
      const changed = await engine.readDocument({ ...request('sparse'), preset: 'fine' }, quiet);
      expect(changed).toMatchObject({ reused: false, droppedOther: false, metrics: { preset: 'fine' } });
      expect(await read('dense')).toMatchObject({ reused: true });
    },
    3 * MINUTES,
  );

  it(
    'hold one document only',
    async () => {
      const other = await read('dense', OTHER_TEXT);
      expect(other).toMatchObject({ reused: false, droppedOther: false });
      expect(held()).toEqual([null, other.metrics.tokens]);
      await expect(ask('sparse')).rejects.toMatchObject({ code: 'no-document' });
    },
    2 * MINUTES,
  );

  it(
    'become one when memory is short, which is said',
    async () => {
      available = 0;
      const sparse = await read('sparse', OTHER_TEXT);
      expect(sparse).toMatchObject({ reused: false, droppedOther: true });
      expect(held()).toEqual([sparse.metrics.tokens, null]);
      // A reading that is there needs no memory.
      expect(await read('sparse', OTHER_TEXT)).toMatchObject({ reused: true, droppedOther: false });
      available = Infinity;
      expect(await read('dense', OTHER_TEXT)).toMatchObject({ droppedOther: false });
      expect(held()).toEqual([sparse.metrics.tokens, sparse.metrics.tokens]);
    },
    2 * MINUTES,
  );
});

describe('pace', () => {
  it(
    'has a sample a micro-batch, with both times in a sparse reading that probed',
    async () => {
      const text = sampleLines(165, 13).join('\n');
      const sparse = await read('sparse', text);
      expect(sparse.pace.map(({ rows, past }) => [rows, past])).toEqual([
        [2048, 0],
        [sparse.metrics.tokens - 2048, 2048],
      ]);
      const sum = (values: (number | null)[]) => values.reduce<number>((total, value) => total + (value ?? NaN), 0);
      const sparseMs = sum(sparse.pace.map((sample) => sample.sparseMs));
      expect(sparseMs).toBeCloseTo(sparse.metrics.prefillMs - sparse.metrics.probeMs, 3);
      const denseMs = sum(sparse.pace.map((sample) => sample.denseMs));
      expect(denseMs / sparseMs).toBeCloseTo(sparse.metrics.estimatedSpeedup ?? NaN, 6);

      const dense = await read('dense', text);
      expect(dense.pace.map(({ sparseMs: none }) => none)).toEqual([null, null]);
      expect(sum(dense.pace.map((sample) => sample.denseMs))).toBeCloseTo(dense.metrics.prefillMs, 3);
    },
    3 * MINUTES,
  );
});
