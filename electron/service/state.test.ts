import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { AppState, StateChange } from '../contract/state.ts';
import { DEFAULT_SETTINGS } from './settings-store.ts';
import { StateHolder } from './state.ts';

const first: AppState = {
  engine: { kind: 'starting' },
  fault: null,
  activity: null,
  models: [],
  recommendation: null,
  documents: [],
  imports: [],
  libraryRevision: 0,
  settings: DEFAULT_SETTINGS,
  machine: { cpu: 'any', cores: 4, memoryBytes: 8e9 },
  host: { kind: 'window', version: '0', paths: true },
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function holder(): { state: StateHolder; told: StateChange[] } {
  const told: StateChange[] = [];
  return { state: new StateHolder(first, (change) => void told.push(change)), told };
}

const loading = (fraction: number) => ({ kind: 'loading' as const, model: 'm', fraction });

it('tells many changes of one slice seldom, and the last one always', () => {
  const { state, told } = holder();
  for (let step = 1; step <= 100; step++) {
    state.set({ engine: loading(step / 100) });
    vi.advanceTimersByTime(1);
  }
  vi.runAllTimers();
  expect(told.length).toBeLessThanOrEqual(4);
  expect(told.at(-1)).toEqual({ engine: loading(1) });
});

it('tells changed slices only, each as a whole', () => {
  const { state, told } = holder();
  state.set({ fault: null });
  state.set({ settings: { ...DEFAULT_SETTINGS, theme: 'dark' } });
  vi.runAllTimers();
  expect(told).toEqual([{ fault: null, settings: { ...DEFAULT_SETTINGS, theme: 'dark' } }]);
});

it('tells at once when asked to, and not again', () => {
  const { state, told } = holder();
  state.set({ engine: loading(0.5) });
  state.flush();
  expect(told).toHaveLength(1);
  vi.runAllTimers();
  expect(told).toHaveLength(1);
});
