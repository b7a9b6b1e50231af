/** Joins the store to the app: first the whole state, then every change. */
import type { ImportState } from '../../electron/contract/library.ts';
import type { AppState, StateChange } from '../../electron/contract/state.ts';
import { call, listen, watchConnection } from '../bridge/bridge.ts';
import { nextSelection, withChange } from './app-slice.ts';
import { applyToken } from './answer-actions.ts';
import { withInterrupted } from './conversation-slice.ts';
import { newlyEnded } from './import-actions.ts';
import { announce, asFailure } from './layout-actions.ts';
import { milestone, progressShare, withoutProgress, withProgress } from './progress-slice.ts';
import { reloadReader } from './reader-actions.ts';
import { getState, setState, type Store } from './store.ts';

/** Changes heard while the whole state is under way: they may be newer than it. */
let early: StateChange[] = [];
let loading = false;
/** Somebody asked for the state while it was being loaded. */
let loadAgain = false;
let retry: ReturnType<typeof setTimeout> | undefined;
/** The stream of events is closed; false until it has been open once. */
let eventsDropped = false;

/** Milliseconds until the state is asked for again after that failed. */
const RETRY_MS = 2000;

/** @returns a function that ends it. */
export function connect(): () => void {
  eventsDropped = false;
  const stopListening = listen({
    state: hear,
    'answer.token': ({ answerId, text }) => applyToken(answerId, text),
    'calibration.progress': (calibration) => setState({ calibration }),
    'reading.progress': (event) => {
      const before = getState().progress[event.documentId];
      setState((state) => withProgress(state, event, Date.now()));
      const passed =
        event.mode === null ? null : milestone(before ? progressShare(before) : null, progressShare(event));
      if (passed !== null) announce(`${passed} per cent read.`);
    },
  });
  const stopWatching = watchConnection(connectionIs);
  void loadState().then(forgetInterrupted);
  return () => {
    stopListening();
    stopWatching();
    clearTimeout(retry);
  };
}

/** What was missed while the events did not come is in the whole state, so that is asked for again once they do. */
function connectionIs(open: boolean): void {
  const dropped = eventsDropped;
  eventsDropped = !open;
  if (open && dropped) void loadState();
  else if (!open && getState().connection === 'open') {
    setState({ connection: 'lost' });
    // Its failure says why.
    void loadState();
  }
}

async function loadState(): Promise<void> {
  clearTimeout(retry);
  if (loading) {
    loadAgain = true;
    return;
  }
  loading = true;
  early = [];
  try {
    const app = await call('app.state', {});
    adopt(early.reduce<AppState>((state, change) => withChange(state, change) ?? state, app));
    if (!eventsDropped) setState({ connection: 'open', problem: null });
  } catch (error) {
    setState({ connection: 'lost', problem: asFailure(error).message });
    retry = setTimeout(() => void loadState(), RETRY_MS);
  } finally {
    loading = false;
  }
  if (loadAgain) {
    loadAgain = false;
    await loadState();
  }
}

function hear(change: StateChange): void {
  if (loading) early.push(change);
  const app = withChange(getState().app, change);
  if (app !== null) adopt(app);
}

/** Takes a state over and draws the conclusions that are the page's own. */
function adopt(app: AppState): void {
  const before = getState().app;
  setState((state) => ({ app, ...selection(state, app), ...progressLeft(state, app) }));
  if (before !== null) for (const ended of newlyEnded(before.imports, app.imports)) importEnded(ended);
}

/** A document that was read again has another text now; what failed is said wherever the user is. */
function importEnded({ name, status, documentId, duplicate, error }: ImportState): void {
  if (status === 'failed') announce(`${name} could not be added. ${error?.message ?? ''}`);
  if (status !== 'done') return;
  announce(duplicate ? `${name} is in the library already.` : `${name} is in the library.`);
  if (documentId !== null && !duplicate) void reloadReader(documentId);
}

function selection({ app: before, selectedId }: Store, app: AppState): Partial<Store> {
  const ids = (state: AppState) => state.documents.map(({ id }) => id);
  return { selectedId: nextSelection(selectedId, before === null ? null : ids(before), ids(app)) };
}

/** The progress of work that has ended would otherwise stay on the screen. */
function progressLeft(before: Store, app: AppState): Partial<Store> {
  const ended = before.app?.activity;
  if (ended?.kind === 'measuring-presets' && app.activity?.kind !== ended.kind) return { calibration: null };
  const documentId = ended?.documentId ?? null;
  if (documentId === null) return {};
  const goesOn = app.activity?.documentId === documentId && app.activity.kind === ended?.kind;
  return goesOn ? {} : withoutProgress(before, documentId);
}

/** Nobody would hear the answers that were under way before a reload: they are stopped, and their questions can be asked again. */
function forgetInterrupted(): void {
  const { interrupted, conversations } = withInterrupted(getState().conversations);
  if (interrupted.length === 0) return;
  setState({ conversations });
  for (const answerId of interrupted) void call('answer.stop', { answerId }).catch(() => undefined);
}
