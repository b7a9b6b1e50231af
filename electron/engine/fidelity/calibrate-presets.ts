/** Calibrating the presets of a model: every candidate on copied text, those that matter on prose, then the choice. */
import type { CalibrationProgress, MeasuredSetting, PresetCalibration } from '../../contract/calibration.ts';
import { CALIBRATED_PRESETS, type PrefillParams } from '../../contract/presets.ts';
import type { LoadedModel } from '../model.ts';
import { BOUNDS, CANDIDATES, costOf, isWithin, picksOf } from './candidates.ts';
import type { CodedRows } from './log-probs.ts';
import { FidelityText, KEEP_ALL, type Fidelity } from './measure.ts';
import { measuredText, type TextKind } from './texts.ts';

/** Tokens of each text: enough that two thirds of the rows stand behind the keys below which every key is kept. */
export const CALIBRATION_TOKENS = 3072;

export interface CalibrateOptions {
  signal: AbortSignal;
  onProgress?: (progress: CalibrationProgress) => void;
  /** Settings to try; default CANDIDATES. */
  candidates?: readonly PrefillParams[];
  /** Tokens of each text; default CALIBRATION_TOKENS, or what the model's context holds. */
  tokens?: number;
}

/**
 * Measures and chooses; the caches of a running engine are not touched. Takes as long as some fifteen readings of 3,072 tokens.
 * @throws EngineError 'not-available' without the patched build, 'document-too-long' for a model of a very short context,
 * 'out-of-memory', 'cancelled'.
 */
export async function calibratePresets(loaded: LoadedModel, options: CalibrateOptions): Promise<PresetCalibration> {
  const candidates = options.candidates ?? CANDIDATES;
  const tokens = options.tokens ?? Math.min(CALIBRATION_TOKENS, loaded.info.contextLimit - 1);
  // Dense, control and candidates on copied text; dense, control and at most all candidates on prose.
  const clock = new Clock(2 * (2 + candidates.length), options);
  const settings: MeasuredSetting[] = [];
  const copying = await withText(loaded, 'copying', tokens, clock, async (measure) => {
    const control = await measure(KEEP_ALL, 'copied text, control');
    for (const params of candidates) {
      const { computed, identifyShare, kl, top1 } = await measure(params, `copied text, ${nameOf(params)}`);
      settings.push({ params: { ...params }, copying: { kl, top1 }, prose: null, computed, identifyShare });
    }
    return control;
  });
  const prose = await withText(loaded, 'prose', tokens, clock, async (measure) => {
    const control = await measure(KEEP_ALL, 'prose, control');
    // Prose decides only between settings that copying lets through, cheapest first: the others need no reading.
    for (let next = undecided(settings); next !== undefined; next = undecided(settings)) {
      const { kl, top1 } = await measure(next.params, `prose, ${nameOf(next.params)}`);
      next.prose = { kl, top1 };
    }
    return control;
  });
  const loss = ({ kl, top1 }: Fidelity) => ({ kl, top1 });
  return {
    fingerprint: loaded.fingerprint,
    model: loaded.info.name,
    tokens,
    control: { copying: loss(copying), prose: loss(prose) },
    settings,
    picks: picksOf(settings),
  };
}

/** The cheapest setting that some preset would take and whose prose is not measured yet. */
export function undecided(settings: readonly MeasuredSetting[]): MeasuredSetting | undefined {
  const byCost = [...settings].sort((a, b) => costOf(a) - costOf(b));
  for (const preset of CALIBRATED_PRESETS) {
    const first = byCost.find((setting) => isWithin(setting, BOUNDS[preset]));
    if (first?.prose === null) return first;
  }
  return undefined;
}

type Measure = (params: PrefillParams, what: string) => Promise<Fidelity>;

async function withText<T>(
  loaded: LoadedModel,
  kind: TextKind,
  tokens: number,
  clock: Clock,
  work: (measure: Measure) => Promise<T>,
): Promise<T> {
  const { signal } = clock;
  const text = await FidelityText.open(loaded, kind, await measuredText(loaded, kind, 'calibration', tokens));
  try {
    const dense: CodedRows = await clock.time(`${kind === 'prose' ? 'prose' : 'copied text'}, dense`, (onProgress) =>
      text.dense({ signal, onProgress }),
    );
    return await work((params, what) =>
      clock.time(what, (onProgress) => text.sparse(params, dense, { signal, onProgress })),
    );
  } finally {
    await text.close();
  }
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
      const done = this.#done + Math.min(1, share);
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
