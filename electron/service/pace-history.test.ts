import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PaceSample } from '../contract/reading.ts';
import { PaceHistory, paceKey } from './pace-history.ts';

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'anchorite-pace-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

const KEY = paceKey({ file: 'm.gguf', sizeBytes: 1, threads: 4, patched: true });

/** One micro-batch of 1,000 rows at so many milliseconds a row. */
const pace = (sparse: number | null, dense: number | null): PaceSample[] => [
  { rows: 1000, past: 0, sparseMs: sparse && sparse * 1000, denseMs: dense && dense * 1000 },
];

const calibration = { key: KEY, preset: 'fine', mode: 'sparse', basis: 'calibration', pace: pace(2, 4) } as const;
const sparseReading = { ...calibration, basis: 'history', pace: pace(3, 6) } as const;
const denseReading = { ...calibration, mode: 'dense', basis: 'history', pace: pace(null, 5) } as const;

const expected = (history: PaceHistory) => history.expected(KEY, 'fine', 1000, true);

describe('PaceHistory', () => {
  it('goes from calibration to history as readings are made', async () => {
    const history = new PaceHistory(folder);
    expect(history.knows(KEY)).toBe(false);
    expect(expected(history)).toEqual({ sparse: null, dense: null });
    await history.add(calibration);
    expect(expected(history)).toEqual({
      sparse: { seconds: 2, preset: 'fine', basis: 'calibration' },
      dense: { seconds: 4, preset: 'fine', basis: 'calibration' },
    });
    await history.add(sparseReading);
    expect(expected(history)).toEqual({
      sparse: { seconds: 3, preset: 'fine', basis: 'history' },
      // What the sparse reading estimated, until there is a dense one.
      dense: { seconds: 6, preset: 'fine', basis: 'history' },
    });
    await history.add(denseReading);
    expect(expected(history).dense).toEqual({ seconds: 5, preset: 'fine', basis: 'history' });
  });

  it('falls back to the calibration for dense where the sparse readings had no probes', async () => {
    const history = new PaceHistory(folder);
    await history.add(calibration);
    await history.add({ ...sparseReading, pace: pace(3, null) });
    expect(expected(history).dense).toEqual({ seconds: 4, preset: 'fine', basis: 'calibration' });
  });

  it('leaves out what is too short to say anything', async () => {
    const history = new PaceHistory(folder);
    await history.add({ ...sparseReading, pace: [{ rows: 260, past: 0, sparseMs: 5000, denseMs: null }] });
    expect(history.knows(KEY)).toBe(false);
  });

  it('takes how the time grows with the length from the calibration where the readings were short', async () => {
    const history = new PaceHistory(folder);
    const dense = (past: number) => ({ rows: 1000, past, sparseMs: null, denseMs: 1000 + past });
    await history.add({ ...denseReading, pace: [dense(0)] });
    const short = history.expected(KEY, 'fine', 20_000, true).dense?.seconds ?? 0;
    await history.add({ ...calibration, pace: [dense(0), dense(4000)] });
    const grown = history.expected(KEY, 'fine', 20_000, true).dense;
    expect(grown?.basis).toBe('history');
    // 20 s at the price of the first rows, and a second more for every thousand tokens that stand before them.
    expect(short).toBeCloseTo(20, 0);
    expect(grown?.seconds).toBeGreaterThan(150);
  });

  it('keeps presets apart for sparse reading, and models apart for everything', async () => {
    const history = new PaceHistory(folder);
    await history.add({ ...sparseReading, preset: 'paper' });
    expect(history.expected(KEY, 'fine', 1000, true).sparse).toBeNull();
    expect(history.expected('another', 'fine', 1000, true)).toEqual({ sparse: null, dense: null });
  });

  it('expects the same of both modes where the runtime reads dense only', async () => {
    const history = new PaceHistory(folder);
    await history.add(denseReading);
    const { sparse, dense } = history.expected(KEY, 'fine', 1000, false);
    expect(sparse).toEqual(dense);
    expect(history.expected(KEY, 'fine', 1000, true).sparse).toBeNull();
  });

  it('forgets all but the latest five readings', async () => {
    const history = new PaceHistory(folder);
    for (const perRow of [100, 1, 1, 1, 1, 1]) await history.add({ ...denseReading, pace: pace(null, perRow) });
    expect(expected(history).dense?.seconds).toBeCloseTo(1, 9);
  });

  it('outlives the program', async () => {
    await new PaceHistory(folder).add(sparseReading);
    const next = new PaceHistory(folder);
    await next.load();
    expect(expected(next).sparse).toEqual({ seconds: 3, preset: 'fine', basis: 'history' });
  });

  it('begins anew with a damaged file and keeps it aside', async () => {
    await writeFile(join(folder, 'pace.json'), '{"version": 1, "entries": [{}]}');
    const history = new PaceHistory(folder);
    await history.load();
    await history.add(calibration);
    expect(history.knows(KEY)).toBe(true);
    expect(await readFile(join(folder, 'pace.json.broken'), 'utf8')).toContain('[{}]');
  });
});
