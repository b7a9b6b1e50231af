/** The presets in words, and what each loses with the loaded model in numbers. */
import type { CalibratedPreset } from '../../../electron/contract/presets.ts';
import type { ModelInfo } from '../../../electron/contract/models.ts';
import type { CalibratedLoss } from '../../../electron/contract/calibration.ts';
import { formatCount, formatNats, formatShareExactly } from '../../parts/format.ts';

export const PRESETS: readonly { value: CalibratedPreset; label: string; line: string }[] = [
  {
    value: 'careful',
    label: 'Careful',
    line: 'Keeps nearly all that a dense reading finds. The slowest of the three.',
  },
  { value: 'balanced', label: 'Balanced', line: 'Loses little and reads fast. Right for most documents.' },
  { value: 'fast', label: 'Fast', line: 'Reads fastest. May miss a detail that stands in one place only.' },
];

/** What was measured of a preset with this model; null where nothing was. */
export function measuredOf(calibration: ModelInfo['calibration'], preset: CalibratedPreset) {
  return calibration?.find((one) => one.preset === preset) ?? null;
}

/** "98.6% of predictions as dense, 0.005 nats lost" */
export function lossText({ kl, top1 }: CalibratedLoss): string {
  return `${formatShareExactly(top1)} of predictions as dense, ${formatNats(kl)} lost`;
}

/** What the loss is measured on, in a sentence. */
export function lossExplained({ tokens }: CalibratedLoss): string {
  return (
    `Measured with this model on ${formatCount(tokens)} tokens of copied text, the hard case: how often it expects the same next ` +
    'token as after a dense reading.'
  );
}
