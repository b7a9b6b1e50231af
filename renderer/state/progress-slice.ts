/** How far readings have come. Apart from the app's state because it changes four times a second. */
import type { AppEventData } from '../../electron/contract/app.ts';
import type { CalibrationProgress } from '../../electron/contract/calibration.ts';

type ProgressEvent = AppEventData<'reading.progress'>;

export interface LiveProgress extends Omit<ProgressEvent, 'documentId'> {
  /** When the page first heard of this reading, in milliseconds since the epoch. */
  since: number;
}

export interface ProgressSlice {
  /** By document id. */
  progress: Record<string, LiveProgress>;
  /** Of the presets' measuring; null while none runs or nothing was heard of it. */
  calibration: CalibrationProgress | null;
}

export const progressSlice: ProgressSlice = { progress: {}, calibration: null };

type Readings = Pick<ProgressSlice, 'progress'>;

/** Keeps `since` while the same reading goes on; a count that turns into a reading starts anew. */
export function withProgress(state: Readings, event: ProgressEvent, now: number): Readings {
  const { documentId, mode, progress } = event;
  const known = state.progress[documentId];
  const since = known !== undefined && known.mode === mode ? known.since : now;
  return { progress: { ...state.progress, [documentId]: { mode, progress, since } } };
}

export function withoutProgress(state: Readings, documentId: string): Readings {
  return { progress: Object.fromEntries(Object.entries(state.progress).filter(([id]) => id !== documentId)) };
}

/** Share of the tokens that are read, 0..1; null before the text is tokenised. */
export function progressShare({ progress }: Pick<LiveProgress, 'progress'>): number | null {
  const { tokens, totalTokens } = progress;
  if (totalTokens === null || totalTokens === 0) return null;
  return Math.min(1, tokens / totalTokens);
}

/** The quarter (25, 50 or 75 per cent) that was passed between two shares; null when none was. */
export function milestone(before: number | null, after: number | null): number | null {
  if (after === null) return null;
  const passed = [0.75, 0.5, 0.25].find((quarter) => (before ?? 0) < quarter && after >= quarter);
  return passed === undefined ? null : passed * 100;
}
