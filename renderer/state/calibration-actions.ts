/** Measuring what the presets of the loaded model lose, and stopping that. */
import { call } from '../bridge/bridge.ts';
import { announce, orToast } from './layout-actions.ts';

export async function measurePresets(): Promise<void> {
  announce('Measuring the presets.');
  const done = await orToast(() => call('calibration.start', {}));
  announce(done === null ? 'The presets were not measured.' : 'The presets are measured.');
}

export const stopMeasuring = () => orToast(() => call('calibration.cancel', {}));
