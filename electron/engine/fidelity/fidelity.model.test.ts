/** Fidelity measured on the starter model: the control loses next to nothing, a setting that keeps nothing loses a lot. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PRESET_PARAMS } from '../../contract/presets.ts';
import { openModel, type LoadedModel, type Session } from '../model.ts';
import { ensureModel } from '../models/ensure-model.ts';
import { CALIBRATION_TOKENS, calibratePresets } from './calibrate-presets.ts';
import { FidelityText, KEEP_ALL, openMeasuring } from './measure.ts';
import type { CodedRows } from './log-probs.ts';
import { measuredText, QUESTION_ROWS } from './texts.ts';

/** Enough that a quarter of the pairs lie between sink and window. */
const TOKENS = 2560;
const signal = new AbortController().signal;

describe('fidelity on the starter model', () => {
  let loaded: LoadedModel;
  let session: Session;
  let text: FidelityText;
  let dense: CodedRows;
  beforeAll(async () => {
    loaded = await openModel((await ensureModel('starter')).path);
    session = await openMeasuring(loaded, 'test', TOKENS);
    text = new FidelityText(session, await measuredText(loaded, 'copying', 'evaluation', TOKENS));
    dense = await text.dense({ signal });
  }, 180_000);
  afterAll(async () => {
    await session.context.dispose();
    await loaded.dispose();
  });

  it('the text is copied, as the model sees it: the likeliest token is mostly the next one', async () => {
    const tokens = await measuredText(loaded, 'copying', 'evaluation', TOKENS);
    const next = tokens.slice(-dense.rows + 1);
    const right = next.filter((token, row) => dense.tops[row] === token).length;
    expect(right / next.length).toBeGreaterThan(0.75);
  });

  it('a control that keeps every key loses what rounding does', async () => {
    const { kl, top1, computed } = await text.sparse(KEEP_ALL, dense, { signal });
    // The model's matrix products round activations to int8, which turns differences of 1e-6 into some 0.1 on a logit: KL about
    // the square of that, half of it, on rows that are undecided. Builds of stock ggml differ by as much.
    expect(kl).toBeLessThan(0.01);
    expect(kl).toBeGreaterThanOrEqual(-1e-9);
    expect(top1).toBeGreaterThan(0.97);
    expect(computed).toBeCloseTo(1, 6);
  }, 180_000);

  it('a setting that keeps the window alone loses the copy, and a dense question gets little of it back', async () => {
    const onlyWindow = { ...KEEP_ALL, theta: -1e30 };
    const progress: number[] = [];
    const options = { signal, onProgress: (share: number) => void progress.push(share) };
    const { sparse, denseQuestion } = await text.sparseAndQuestion(onlyWindow, dense, options);
    expect(sparse.kl).toBeGreaterThan(0.3);
    expect(sparse.top1).toBeLessThan(0.9);
    expect(sparse.computed).toBeLessThan(0.5);
    expect(denseQuestion.computed).toBeGreaterThan(sparse.computed);
    expect(denseQuestion.computed).toBeLessThan(1);
    expect(denseQuestion.question.kl).toBeLessThan(sparse.kl);
    expect(denseQuestion.question.kl).toBeGreaterThan(0.01);
    expect(QUESTION_ROWS * 2).toBe(dense.rows);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(progress.at(-1)).toBeCloseTo(1);
  }, 180_000);

  it('stops inside a reading when it is cancelled, and measures on afterwards', async () => {
    const abort = new AbortController();
    const measuring = text.sparse(PRESET_PARAMS.finer, dense, { signal: abort.signal });
    setTimeout(() => abort.abort(), 300);
    await expect(measuring).rejects.toMatchObject({ code: 'cancelled' });
    expect((await text.sparse(PRESET_PARAMS.finer, dense, { signal })).kl).toBeLessThan(1);
  }, 180_000);

  it('refuses texts that are longer than the context', async () => {
    const { contextLimit } = loaded.info;
    await expect(openMeasuring(loaded, 'long', contextLimit)).rejects.toMatchObject({ code: 'document-too-long' });
  });

  it('calibrates with what it measured, and tells how far it is', async () => {
    const steps: string[] = [];
    const calibration = await calibratePresets(loaded, {
      signal,
      candidates: [[PRESET_PARAMS.finer]],
      tokens: 1536,
      onProgress: ({ what }) => {
        if (steps.at(-1) !== what) steps.push(what);
      },
    });
    expect(calibration).toMatchObject({ fingerprint: loaded.fingerprint, tokens: 1536 });
    expect(calibration.picks.balanced.setting).toBe(0);
    expect(calibration.settings[0]?.computed).toBeLessThan(1);
    expect(steps).toContain('copied text, pools of 2, theta 7');
    expect(steps.slice(0, 3)).toEqual(['copied text, dense', 'prose, dense', 'copied text, every key']);
    expect(CALIBRATION_TOKENS).toBeGreaterThan(1536);
  }, 240_000);
});
