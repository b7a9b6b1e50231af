/** What the commands that measure a model share: the model in this process, progress, and a calibration where one is needed. */
import type { PresetCalibration } from '../contract/calibration.ts';
import { EngineError } from '../contract/errors.ts';
import type { CalibratedPreset } from '../contract/presets.ts';
import { calibrate } from '../engine/calibrate.ts';
import { ensureCalibration } from '../engine/fidelity/ensure-calibration.ts';
import { resolvePreset } from '../engine/fidelity/resolve-preset.ts';
import { openModel, type LoadedModel } from '../engine/model.ts';
import { ensureModel } from '../engine/models/ensure-model.ts';
import { ProgressLine } from './progress.ts';
import { duration, modelLine } from './report.ts';

/** A model in this process rather than the engine's: what is measured are its logits, which never leave it otherwise. */
export class Measuring {
  readonly #abort = new AbortController();
  readonly #progress = new ProgressLine();
  #loaded: LoadedModel | null = null;

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Ends what runs; it then fails with 'cancelled'. */
  interrupt(): void {
    this.#abort.abort();
  }

  /** Makes the model available (downloads it where needed) and loads it. @throws ModelError, EngineError. */
  async openModel(idOrFile: string, threads: number | undefined): Promise<LoadedModel> {
    const { signal } = this;
    try {
      const { path } = await ensureModel(idOrFile, {
        signal,
        onProgress: (progress) => this.show(modelLine(progress)),
      });
      this.#loaded = await openModel(path, { threads, signal });
      return this.#loaded;
    } catch (error) {
      if (signal.aborted) throw new EngineError('cancelled', {}, error);
      throw error;
    }
  }

  /** The model's calibration, made now where there is none or `again`. @throws EngineError. */
  async calibration(loaded: LoadedModel, again = false): Promise<PresetCalibration> {
    return await ensureCalibration(loaded, {
      again,
      signal: this.signal,
      onProgress: ({ done, total, what, secondsLeft }) => {
        const left = secondsLeft === null ? '' : `, ${duration(secondsLeft * 1000)} left at most`;
        this.show(`calibrating: ${Math.floor(done) + 1} of at most ${total} readings (${what})${left}`);
      },
    });
  }

  /** Keys from which sparse wins with a preset on this machine, timed now where that is not known or `again`. @throws EngineError. */
  async gainKeys(loaded: LoadedModel, preset: CalibratedPreset, again = false): Promise<number> {
    const params = resolvePreset(loaded, preset);
    if (!again && loaded.gains.knows(params)) return loaded.gains.gainKeys(params);
    this.show(`timing ${preset}`);
    return (await calibrate(loaded, { preset, again }, this.signal)).gainKeys;
  }

  /** Shows how far the work is. */
  show(line: string): void {
    this.#progress.show(line);
  }

  /** Gives the model back. */
  async close(): Promise<void> {
    this.#progress.clear();
    await this.#loaded?.dispose();
  }
}
