/** The figures of a fidelity evaluation and of a calibration, for people. Shares are fractions, divergences nats. */
import type { PresetCalibration } from '../contract/calibration.ts';
import { CALIBRATED_PRESETS, type PrefillParams, type Preset } from '../contract/presets.ts';
import { GAIN_KEYS_MAX } from '../../native/settings.ts';
import type { Evaluation } from '../engine/fidelity/evaluate.ts';
import type { MeasuredOn } from './measured-on.ts';

/** What `eval:fidelity` prints as its last line. */
export interface FidelityReport extends Evaluation, MeasuredOn {
  model: string;
  /** Of each text. */
  tokens: number;
  preset: Preset;
  params: PrefillParams;
  threads: number;
}

const nats = (kl: number) => kl.toFixed(4).padStart(8);
const percent = (share: number) => `${(share * 100).toFixed(1)}%`.padStart(7);

function setting({ group, pool, theta, reference }: PrefillParams): string {
  return `groups of ${group}, pools of ${pool}, theta ${theta} (${reference})`;
}

/** The evaluation as a table. */
export function fidelityTable(report: FidelityReport): string {
  const { copy, prose, control, denseQuestion } = report;
  const line = (name: string, figures: { kl: number; top1: number; computed?: number }) =>
    `${name.padEnd(34)}${nats(figures.kl)}  ${percent(figures.top1)}  ${figures.computed === undefined ? '' : percent(figures.computed)}`.trimEnd();
  return [
    `${report.model}, ${report.tokens} tokens, preset ${report.preset}: ${setting(report.params)}`,
    `${''.padEnd(34)}KL, nats    top-1  computed`,
    line('copying, every row sparse', copy),
    line('copying, last 256 rows dense', denseQuestion),
    line('  those 256 rows alone', denseQuestion.question),
    ...(control === null ? [] : [line('copying, every key kept', control)]),
    line('prose, every row sparse', prose),
    line('prose, last 256 rows dense', denseQuestion.prose),
    line('  those 256 rows alone', denseQuestion.prose.question),
    ...(control === null ? [] : [line('prose, every key kept', control.prose)]),
  ].join('\n');
}

/** From how many keys on a preset reads faster than dense. */
export function crossoverText(gainKeys: number): string {
  if (gainKeys === 0) return 'faster than dense from the start';
  if (gainKeys >= GAIN_KEYS_MAX) return 'never faster than dense on this machine, so it reads dense';
  return `faster than dense behind ${gainKeys.toLocaleString('en-US')} tokens, so it reads dense up to there`;
}

/** A calibration as a table. */
export function calibrationTable(calibration: PresetCalibration): string {
  const { control, settings, picks } = calibration;
  const prose = (kl: number | undefined) => (kl === undefined ? '-'.padStart(8) : nats(kl));
  const chosenBy = (index: number) =>
    CALIBRATED_PRESETS.filter((preset) => picks[preset].setting === index)
      .map((preset) => (picks[preset].within ? preset : `${preset} (beyond its bound)`))
      .join(', ');
  const rows = settings.map(({ params, copying, computed, prose: onProse }, index) =>
    `${setting(params).padEnd(48)}${nats(copying.kl)} ${percent(copying.top1)}  ${percent(computed)}  ${prose(onProse?.kl)}  ${chosenBy(index)}`.trimEnd(),
  );
  return [
    `${calibration.model}, ${calibration.tokens} tokens`,
    `${''.padEnd(48)} copying    top-1 computed     prose`,
    `${'every key kept'.padEnd(48)}${nats(control.copying.kl)} ${percent(control.copying.top1)}  ${percent(1)}  ${prose(control.prose?.kl)}`,
    ...rows,
  ].join('\n');
}
