/** Calibrating the presets of a model: what candidates lose on copied text and on prose, then the choice. */
import type { CalibrationProgress, MeasuredSetting, PresetCalibration } from '../../contract/calibration.ts';
import type { PrefillParams } from '../../contract/presets.ts';
import type { LoadedModel, Session } from '../model.ts';
import { BOUNDS, CANDIDATES, HOPELESS, isWithin, keepsCopies, picksOf } from './candidates.ts';
import { FidelityText, KEEP_ALL, openMeasuring, type Fidelity } from './measure.ts';
import { measuredText, type TextKind } from './texts.ts';

/** Tokens of each text: enough that two thirds of the rows stand behind the keys below which every key is kept. */
export const CALIBRATION_TOKENS = 3072;

export interface CalibrateOptions {
  signal: AbortSignal;
  onProgress?: (progress: CalibrationProgress) => void;
  /** Settings to try, as CANDIDATES, which is the default. */
  candidates?: readonly (readonly PrefillParams[])[];
  /** Tokens of each text; default CALIBRATION_TOKENS, or what the model's context holds. */
  tokens?: number;
}

/**
 * Measures and chooses, in a context of its own. Takes as long as some fifteen readings of 3,072 tokens.
 * @throws EngineError 'not-available' without the patched build, 'document-too-long' for a model of a very short context,
 * 'out-of-memory', 'cancelled'.
 */
export async function calibratePresets(loaded: LoadedModel, options: CalibrateOptions): Promise<PresetCalibration> {
  const candidates = options.candidates ?? CANDIDATES;
  const tokens = options.tokens ?? Math.min(CALIBRATION_TOKENS, loaded.info.contextLimit - 1);
  // Each text dense, the control and every candidate, at most.
  const clock = new Clock(2 * (2 + candidates.flat().length), options);
  const session = await openMeasuring(loaded, 'the text of a calibration', tokens);
  try {
    const copying = await measureOn(loaded, session, 'copying', tokens, clock);
    const prose = await measureOn(loaded, session, 'prose', tokens, clock);
    const control = {
      copying: lossOf(await copying(KEEP_ALL, 'every key')),
      prose: lossOf(await prose(KEEP_ALL, 'every key')),
    };
    const settings: MeasuredSetting[] = [];
    for (const ofOnePool of candidates) {
      for (const params of ofOnePool) {
        const onCopies = await copying(params, nameOf(params));
        const { computed, identifyShare } = onCopies;
        const setting = { params: { ...params }, copying: lossOf(onCopies), prose: null, computed, identifyShare };
        settings.push(setting);
        if (setting.copying.kl > HOPELESS) break;
        // What loses copies even for the least careful preset is not chosen, however well it reads prose.
        if (!keepsCopies(setting, BOUNDS.fast, control)) continue;
        const whole = { ...setting, prose: lossOf(await prose(params, nameOf(params))) };
        settings[settings.length - 1] = whole;
        // A larger theta would only cost more.
        if (isWithin(whole, BOUNDS.careful, control)) break;
      }
    }
    const { fingerprint, info } = loaded;
    return { fingerprint, model: info.name, tokens, control, settings, picks: picksOf(settings, control) };
  } finally {
    await session.context.dispose();
  }
}

const lossOf = ({ kl, top1 }: Fidelity) => ({ kl, top1 });

/** Reads a text dense and returns what measures settings against that. */
async function measureOn(
  loaded: LoadedModel,
  session: Session,
  kind: TextKind,
  tokens: number,
  clock: Clock,
): Promise<(params: PrefillParams, what: string) => Promise<Fidelity>> {
  const { signal } = clock;
  const name = kind === 'prose' ? 'prose' : 'copied text';
  const text = new FidelityText(session, await measuredText(loaded, kind, 'calibration', tokens));
  const dense = await clock.time(`${name}, dense`, (onProgress) => text.dense({ signal, onProgress }));
  return (params, what) =>
    clock.time(`${name}, ${what}`, (onProgress) => text.sparse(params, dense, { signal, onProgress }));
}

const nameOf = ({ pool, theta }: PrefillParams) => `pools of ${pool}, theta ${theta}`;

/** Counts readings and tells how long the rest takes, going by those before. */
class Clock {
  readonly signal: AbortSignal;
  readonly #total: number;
  readonly #report: CalibrateOptions['onProgress'];
  readonly #started = performance.now();
  #done = 0;

  constructor(total: number, options: CalibrateOptions) {
    this.signal = options.signal;
    this.#total = total;
    this.#report = options.onProgress;
  }

  async time<T>(what: string, work: (onProgress: (share: number) => void) => Promise<T>): Promise<T> {
    const onProgress = (share: number) => {
      // Below the next whole number: a reading is done when its comparison is.
      const done = this.#done + Math.min(0.99, share);
      const perReading = (performance.now() - this.#started) / Math.max(done, Number.EPSILON);
      const secondsLeft = this.#done === 0 ? null : ((this.#total - done) * perReading) / 1000;
      this.#report?.({ done, total: this.#total, what, secondsLeft });
    };
    onProgress(0);
    const result = await work(onProgress);
    this.#done++;
    return result;
  }
}
