/** How fast this machine reads with each model: timed micro-batches of the latest readings, kept in pace.json. */
import { join } from 'node:path';
import { z } from 'zod';
import type { ExpectedTime } from '../contract/documents.ts';
import { presetSchema, type Preset } from '../contract/presets.ts';
import { modeSchema, paceSample, type Mode, type PaceSample } from '../contract/reading.ts';
import { expectedSeconds, tellsPrices, timedWork } from './expected-time.ts';
import { JsonFile } from './json-file.ts';

/** Readings kept of each model, thread count, preset and mode. */
const KEPT = 5;
/** Entries kept in all, the latest: more than a dozen models' worth. */
const KEPT_IN_ALL = 200;
/** Shorter micro-batches are left out: fixed costs make up much of their time, which says little about a long document. */
const LEAST_ROWS = 512;

const paceEntry = z
  .object({
    /** Names the model's file and what it runs with; see paceKey. */
    key: z.string(),
    preset: presetSchema,
    mode: modeSchema,
    basis: z.enum(['calibration', 'history']),
    pace: z.array(paceSample),
  })
  .strict();
type PaceEntry = z.infer<typeof paceEntry>;

const paceFile = z.object({ version: z.literal(1), entries: z.array(paceEntry) }).strict();

/** Everything that a pace depends on besides preset and mode. */
export function paceKey(model: { file: string; sizeBytes: number; threads: number; patched: boolean }): string {
  return `${model.file}, ${model.sizeBytes} bytes, ${model.threads} threads${model.patched ? '' : ', dense only'}`;
}

export interface ExpectedPair {
  sparse: ExpectedTime | null;
  dense: ExpectedTime | null;
}

export class PaceHistory {
  readonly #file: JsonFile<z.infer<typeof paceFile>>;
  #entries: PaceEntry[] = [];

  constructor(folder: string) {
    this.#file = new JsonFile(join(folder, 'pace.json'), paceFile);
  }

  async load(): Promise<void> {
    this.#entries = (await this.#file.read())?.entries ?? [];
  }

  /** Keeps what a reading or a calibration timed, newest first. Failing to save it is no error: it is only an estimate. */
  async add(timed: PaceEntry): Promise<void> {
    const entry = { ...timed, pace: timed.pace.filter(({ rows }) => rows >= LEAST_ROWS) };
    if (entry.pace.length === 0) return;
    const alike = (other: PaceEntry) =>
      other.key === entry.key &&
      other.preset === entry.preset &&
      other.mode === entry.mode &&
      other.basis === entry.basis;
    let room = entry.basis === 'calibration' ? 1 : KEPT;
    this.#entries = [entry, ...this.#entries].filter((other) => !alike(other) || room-- > 0).slice(0, KEPT_IN_ALL);
    await this.#file.write({ version: 1, entries: this.#entries }).catch(() => undefined);
  }

  /** Forgets what was timed with presets that stand for something else now. */
  async forget(key: string, presets: readonly Preset[]): Promise<void> {
    this.#entries = this.#entries.filter((entry) => entry.key !== key || !presets.includes(entry.preset));
    await this.#file.write({ version: 1, entries: this.#entries }).catch(() => undefined);
  }

  /** Whether anything is known of this model here. */
  knows(key: string): boolean {
    return this.#entries.some((entry) => entry.key === key);
  }

  /**
   * Expected times of both modes, in seconds, for `tokens` tokens, prompt included. Readings of the mode itself count most, then what
   * sparse readings estimated for dense, then the calibration.
   * @param patched false where sparse is read dense as well.
   */
  expected(key: string, preset: Preset, tokens: number, patched: boolean): ExpectedPair {
    const of = (basis: PaceEntry['basis'], mode?: Mode, anyPreset = false) =>
      this.#entries
        .filter((entry) => entry.key === key && entry.basis === basis && (mode === undefined || entry.mode === mode))
        .filter((entry) => anyPreset || entry.preset === preset)
        .slice(0, KEPT)
        .flatMap(({ pace }) => pace);
    const first = (
      time: 'sparseMs' | 'denseMs',
      choices: { basis: ExpectedTime['basis']; pace: PaceSample[] }[],
    ): ExpectedTime | null => {
      for (const { basis, pace } of choices) {
        const work = timedWork(pace, time);
        if (work.length === 0) continue;
        // Short readings alone do not say how the time grows with the length; together with the calibration they may.
        const more = [...work, ...timedWork(of('calibration', undefined, time === 'denseMs'), time)];
        const seconds = expectedSeconds(!tellsPrices(work) && tellsPrices(more) ? more : work, tokens);
        if (seconds !== null) return { seconds, preset, basis };
      }
      return null;
    };
    const dense = first('denseMs', [
      { basis: 'history', pace: of('history', 'dense', true) },
      { basis: 'history', pace: of('history', 'sparse', true) },
      { basis: 'calibration', pace: of('calibration', undefined, true) },
    ]);
    const sparse = first('sparseMs', [
      { basis: 'history', pace: of('history', 'sparse') },
      { basis: 'calibration', pace: of('calibration') },
    ]);
    return { sparse: patched ? sparse : (sparse ?? dense), dense };
  }

  async settled(): Promise<void> {
    await this.#file.settled();
  }
}
