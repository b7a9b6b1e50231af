/** What the state says about one document, in the page's own terms. */
import type { DocumentState } from '../../electron/contract/documents.ts';
import { DEFAULT_PRESET, isCalibrated, type Preset } from '../../electron/contract/presets.ts';
import type { Mode, ReadingMetrics } from '../../electron/contract/reading.ts';
import type { AppState } from '../../electron/contract/state.ts';
import { formatProgress } from '../parts/format.ts';
import type { Exchange } from './conversation-slice.ts';
import type { NamedPreset } from './layout-slice.ts';
import { progressShare, type LiveProgress } from './progress-slice.ts';

/** What a conversation is kept under. The id follows from the path or the content, so it outlives closing a document and opening it again. */
export function documentKey({ id }: DocumentState): string {
  return id;
}

export const otherMode = (mode: Mode): Mode => (mode === 'sparse' ? 'dense' : 'sparse');

/** A whole reading, in memory or not. */
export function completeReading(document: DocumentState, mode: Mode) {
  const reading = document.readings[mode];
  return reading?.metrics.complete === true ? reading : null;
}

/** Whether a reading of it can answer at once. */
function isInMemory({ readings }: DocumentState): boolean {
  return readings.sparse?.inMemory === true || readings.dense?.inMemory === true;
}

/** An interrupted reading that can go on where it stopped. */
export function partialReading(document: DocumentState, mode: Mode) {
  const reading = document.readings[mode];
  return reading !== null && !reading.metrics.complete && reading.metrics.tokensRead > 0 ? reading : null;
}

/** The other document whose readings, whole or in part, leave the engine's memory when this one is read; null when none does. */
export function leavesMemory(app: AppState, document: DocumentState): DocumentState | null {
  const held = (other: DocumentState) =>
    isInMemory(other) || partialReading(other, 'sparse') !== null || partialReading(other, 'dense') !== null;
  return app.documents.find((other) => other.id !== document.id && held(other)) ?? null;
}

export function isReadingNow(app: AppState, document: DocumentState): boolean {
  return app.activity?.kind === 'reading' && app.activity.documentId === document.id;
}

/** Whether an answer about it is being written, by this page or another one; the reading that it may need first included. */
function isAnsweringNow(app: AppState, document: DocumentState): boolean {
  return app.activity?.kind === 'answering' && app.activity.documentId === document.id;
}

/** Whether the loaded engine can read sparse at all, and if not why. Without a model nothing speaks against it. */
export function sparseRuntime(app: AppState): { available: boolean; reason: string | null } {
  if (app.engine.kind !== 'ready') return { available: true, reason: null };
  const { patched, unpatchedReason } = app.engine.model.runtime;
  return { available: patched, reason: patched ? null : (unpatchedReason ?? 'this build of llama.cpp is not patched') };
}

/** The mode that reads and answers: the chosen one; otherwise the one that is read already, otherwise sparse where there is sparse. */
export function currentMode(app: AppState, document: DocumentState, chosen: Mode | undefined): Mode {
  if (!sparseRuntime(app).available) return 'dense';
  if (chosen !== undefined) return chosen;
  return completeReading(document, 'sparse') === null && completeReading(document, 'dense') !== null
    ? 'dense'
    : 'sparse';
}

/** The preset to read with where none was chosen. */
export function suggestedPreset(app: AppState): NamedPreset {
  const preset = app.engine.kind === 'ready' ? app.engine.preset : DEFAULT_PRESET;
  return isCalibrated(preset) ? preset : DEFAULT_PRESET;
}

/** Whether the loaded model made this reading. */
export function isOfLoadedModel({ engine }: AppState, { model }: ReadingMetrics): boolean {
  return engine.kind === 'ready' && engine.model.name === model;
}

/** The preset to answer with: that of the loaded model's reading that is there, so that asking does not read again. */
export function answerPreset(
  app: AppState,
  document: DocumentState,
  mode: Mode,
  chosen: NamedPreset | undefined,
): Exclude<Preset, 'custom'> {
  const made = completeReading(document, mode)?.metrics;
  if (made !== undefined && made.preset !== 'custom' && isOfLoadedModel(app, made)) return made.preset;
  return chosen ?? suggestedPreset(app);
}

export type Stage = 'unread' | 'reading' | 'conversation';

/** Which screen a document is on. Once there is something to talk about, a further reading does not take the conversation away. */
export function documentStage(app: AppState, document: DocumentState, exchanges: readonly Exchange[]): Stage {
  const read = completeReading(document, 'sparse') ?? completeReading(document, 'dense');
  // Read with another model, for which it was not too long: what counts now is its size.
  const tooLong = document.size?.fits === false && !isInMemory(document);
  if ((read !== null && !tooLong) || exchanges.length > 0) return 'conversation';
  return isReadingNow(app, document) ? 'reading' : 'unread';
}

/** Whether there are figures to report. A first reading has the window to itself, so that nothing moves while it runs. */
export function hasReport(app: AppState, document: DocumentState, exchanges: readonly Exchange[]): boolean {
  const { sparse, dense } = document.readings;
  return (sparse !== null || dense !== null) && documentStage(app, document, exchanges) !== 'reading';
}

export interface StatusLabel {
  text: string;
  tone: 'plain' | 'good' | 'busy' | 'problem';
}

/** What the engine does for the user with this document now; null when nothing. */
function busyText(app: AppState, document: DocumentState, live: LiveProgress | undefined): string | null {
  const answering = isAnsweringNow(app, document);
  if (!answering && !isReadingNow(app, document)) return null;
  if (app.activity?.stopping === true) return 'stopping';
  const share = live === undefined ? null : progressShare(live);
  // Before an answer comes the reading that it needs, whose progress stays until the answer has ended.
  if (answering && (share === null || share === 1)) return 'answering';
  return share === null ? 'reading' : `reading ${formatProgress(share)}`;
}

/** The few words of the document list. */
export function statusLabel(app: AppState, document: DocumentState, live: LiveProgress | undefined): StatusLabel {
  const busy = busyText(app, document, live);
  if (busy !== null) return { text: busy, tone: 'busy' };
  if (document.error !== null) return { text: 'failed', tone: 'problem' };
  const held = (['sparse', 'dense'] as const).filter((mode) => completeReading(document, mode)?.inMemory === true);
  if (held.length > 0) return { text: held.length > 1 ? 'read both ways' : `read ${held.join('')}`, tone: 'good' };
  if (document.size?.fits === false) return { text: 'does not fit', tone: 'problem' };
  const earlier = completeReading(document, 'sparse') ?? completeReading(document, 'dense');
  if (earlier !== null) return { text: 'read earlier', tone: 'plain' };
  if (document.size === null) return { text: app.engine.kind === 'ready' ? 'counting' : 'not counted', tone: 'plain' };
  const partial = partialReading(document, 'sparse') ?? partialReading(document, 'dense');
  return { text: partial === null ? 'not read' : 'partly read', tone: 'plain' };
}

/** Why nothing can be read or asked now, as a sentence; null when it can. Counting and calibrating give way by themselves. */
export function blockedReason(app: AppState): string | null {
  const { engine, activity } = app;
  switch (engine.kind) {
    case 'starting':
      return 'The engine is starting.';
    case 'loading':
      return 'The model is loading.';
    case 'no-model':
      return 'No model is loaded yet.';
    case 'model-failed':
      return 'The model could not be loaded.';
    case 'stopped':
      return 'The engine has stopped.';
    case 'ready':
  }
  if (activity?.kind === 'reading') return 'A document is being read. Wait for it or stop it.';
  if (activity?.kind === 'measuring-presets') return 'The presets are being measured. Wait for it or stop it.';
  if (activity?.kind === 'answering') return 'An answer is being written. Wait for it or stop it.';
  return null;
}

/** Why this document cannot be read or asked about now, as a sentence; null when it can. */
export function blockedFor(app: AppState, document: DocumentState): string | null {
  const blocked = blockedReason(app);
  if (blocked !== null || isInMemory(document)) return blocked;
  return document.size?.fits === false ? 'The document does not fit this model.' : null;
}

/** Why a stop cannot be asked for now, since it has been; null when it can. One that takes long can be asked for again, which ends the engine. */
export function stopBlocked({ activity }: AppState): string | null {
  return activity?.stopping === true && activity.canEnd !== true ? 'It stops after the step in hand.' : null;
}

/** What the button says that stops the work in hand; `first` before anything was asked for. */
export function stopLabel({ activity }: AppState, first: string): string {
  if (activity?.stopping !== true) return first;
  return activity.canEnd === true ? 'End the engine' : 'Stopping…';
}
