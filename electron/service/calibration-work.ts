/** Measuring what the presets of the loaded model lose, because the user asked for it. */
import { CALIBRATED_PRESETS } from '../contract/presets.ts';
import type { CalibrationProgress } from '../contract/calibration.ts';
import type { PaceHistory } from './pace-history.ts';
import type { Send } from './send.ts';
import { paceKeyOf, type Sizes } from './sizes.ts';
import type { ReadyModel, Supervisor } from './supervisor.ts';

export interface CalibrationWorkOptions {
  pace: PaceHistory;
  sizes: Sizes;
  supervisor: Supervisor;
  send: Send;
}

export class CalibrationWork {
  readonly #options: CalibrationWorkOptions;

  constructor(options: CalibrationWorkOptions) {
    this.#options = options;
  }

  /** Measures; the state's model then says what each preset stands for. @throws EngineError; nothing has changed then. */
  async measure(model: ReadyModel, signal: AbortSignal): Promise<void> {
    const { pace, sizes, supervisor, send } = this.#options;
    await supervisor.request(
      'calibratePresets',
      {},
      {
        signal,
        onEvent: (event, data) => {
          if (event === 'calibration.progress') send('calibration.progress', data as CalibrationProgress);
        },
      },
    );
    await supervisor.refresh();
    await pace.forget(paceKeyOf(model), CALIBRATED_PRESETS);
    sizes.refreshExpected(model);
  }
}
