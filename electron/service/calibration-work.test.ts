import { afterEach, beforeEach, expect, it } from 'vitest';
import type { PresetCalibration } from '../contract/calibration.ts';
import { EngineError } from '../contract/errors.ts';
import type { ModelInfo } from '../contract/models.ts';
import { presetParams } from '../contract/presets.ts';
import { modelInfo, untilCancelled, type Work } from './fixtures/fake-engine.ts';
import { reading, RunningService } from './fixtures/running-service.ts';

const loss = { kl: 0.005, top1: 0.986, tokens: 3072 };
const calibration: ModelInfo['calibration'] = [
  { preset: 'balanced', params: presetParams('finer'), loss, within: true },
];

const setting = { params: presetParams('finer'), copying: loss, prose: null, computed: 0.3, identifyShare: 0.2 };
const pick = { setting: 0, within: true };
const result: PresetCalibration = {
  ...{ fingerprint: 'aa', model: 'fake', tokens: 3072, control: { copying: loss, prose: null }, settings: [setting] },
  picks: { careful: pick, balanced: pick, fast: pick },
};

let running: RunningService;
beforeEach(async () => {
  running = await RunningService.make();
  await running.ready();
});
afterEach(() => running.end());

/** What the state says of the loaded model's presets. */
async function known() {
  const { engine } = await running.state();
  return engine.kind === 'ready' ? engine.model.calibration : 'no model';
}

/** The engine knows the presets as soon as it has measured them. */
function measures(): void {
  let measured = false;
  const path = () => (running.engine.calls.find(({ method }) => method === 'loadModel')?.params as ModelInfo).path;
  running.engine.does.calibratePresets = (_: unknown, { emit }: Work) => {
    emit('calibration.progress', { done: 3, total: 28, what: 'prose, dense', secondsLeft: 60 });
    measured = true;
    return result;
  };
  running.engine.does.status = () => ({
    runtime: null,
    model: { ...modelInfo(path()), calibration: measured ? calibration : null },
    running: null,
    readings: { sparse: null, dense: null },
  });
}

it('reads with the default preset, whatever the model', async () => {
  const { engine } = await running.state();
  expect(engine).toMatchObject({ kind: 'ready', preset: 'balanced' });
});

it('measures the presets with progress, and the state then says what each stands for', async () => {
  measures();
  expect(await known()).toBeUndefined();
  await running.call('calibration.start', {});
  expect(await known()).toEqual(calibration);
  const told = running.messages.filter(({ event }) => event === 'calibration.progress');
  expect(told.map(({ data }) => data)).toEqual([{ done: 3, total: 28, what: 'prose, dense', secondsLeft: 60 }]);
  expect((await running.state()).activity).toBeNull();
});

it('times the machine anew, since the presets stand for something else', async () => {
  measures();
  await running.sample();
  await running.until(({ documents, activity }) => activity === null && documents[0]?.expected.sparse !== null);
  expect(running.engine.count('calibrate')).toBe(1);
  await running.call('calibration.start', {});
  await running.until(({ activity }) => activity === null && running.engine.count('calibrate') === 2);
});

it('can be cancelled, and nothing has changed then', async () => {
  running.engine.does.calibratePresets = (_: unknown, work: Work) => untilCancelled(work);
  const measuring = running.call('calibration.start', {});
  measuring.catch(() => undefined);
  await running.until(({ activity }) => activity?.kind === 'measuring-presets');
  const id = await running.sample();
  await expect(running.call('reading.start', reading(id))).rejects.toMatchObject({ code: 'busy' });
  expect(await running.call('calibration.cancel', {})).toEqual({ found: true });
  await expect(measuring).rejects.toMatchObject({ code: 'cancelled' });
  expect(await known()).toBeUndefined();
  expect(await running.call('calibration.cancel', {})).toEqual({ found: false });
});

it('says why it failed', async () => {
  running.engine.does.calibratePresets = () => {
    throw new EngineError('out-of-memory', { what: 'a context of 3072 tokens' });
  };
  await expect(running.call('calibration.start', {})).rejects.toMatchObject({ code: 'out-of-memory' });
});
