/** Everything that the page shows apart from what its user types: one state, pushed slice by slice. */
import { z } from 'zod';
import { documentState } from './documents.ts';
import { wireErrorSchema } from './errors.ts';
import { importState } from './library.ts';
import { catalogueModel, modelInfo, recommendation } from './models.ts';
import { presetSchema } from './presets.ts';
import { modeSchema } from './reading.ts';

export const engineState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('starting') }),
  /** Runs, but no model is loaded: none is on this machine, or none was chosen. */
  z.object({ kind: z.literal('no-model') }),
  z.object({ kind: z.literal('loading'), model: z.string(), fraction: z.number() }),
  /** `id` is the catalogue's, or the path of a file of the user's own. `preset` is what to read with by default. */
  z.object({ kind: z.literal('ready'), id: z.string(), title: z.string(), preset: presetSchema, model: modelInfo }),
  z.object({ kind: z.literal('model-failed'), model: z.string(), error: wireErrorSchema }),
  /** Ended too often in a row, or never started; `engine.start` tries again. */
  z.object({ kind: z.literal('stopped'), how: z.string() }),
]);
export type EngineState = z.infer<typeof engineState>;

/** The engine process ended though nobody asked it to. Shown until dismissed. */
export const engineFault = z.object({
  id: z.number(),
  /** What it was doing, as a clause ("while reading moby-dick.txt"); null when idle. */
  during: z.string().nullable(),
  /** A sentence for people: what happened, what it often means, what was done about it. */
  text: z.string(),
  /** Signal or exit code. */
  how: z.string(),
  /** The end of the engine's log. */
  log: z.string(),
});
export type EngineFault = z.infer<typeof engineFault>;

/** What the engine does for the page now. */
export const activity = z.object({
  /** calibrating: the machine is timed. measuring-presets: what settings lose with the model is measured. */
  kind: z.enum(['counting', 'calibrating', 'measuring-presets', 'reading', 'answering']),
  documentId: z.string().nullable(),
  mode: modeSchema.nullable(),
  /** Of an answer under way: what 'answer.stop' takes, whoever asked. */
  answerId: z.string().optional(),
  /** A cancel was asked for and waits for the work in flight. */
  stopping: z.boolean(),
  /** It has waited for seconds. Another cancel, or engine.start, ends the engine, and the model is loaded again. */
  canEnd: z.boolean().optional(),
});
export type Activity = z.infer<typeof activity>;

export const settings = z
  .object({
    theme: z.enum(['system', 'light', 'dark']),
    /** The card that recommends a model was closed. */
    welcomeClosed: z.boolean(),
    /** Catalogue id or path of the model to load at the start. */
    model: z.string().nullable(),
  })
  .strict();
export type Settings = z.infer<typeof settings>;

export const appState = z.object({
  engine: engineState,
  fault: engineFault.nullable(),
  activity: activity.nullable(),
  models: z.array(catalogueModel),
  recommendation: recommendation.nullable(),
  documents: z.array(documentState),
  imports: z.array(importState),
  /** Rises whenever what a list of the library shows has changed. */
  libraryRevision: z.number(),
  settings,
  machine: z.object({ cpu: z.string(), cores: z.number(), memoryBytes: z.number() }),
  /** What this way of running the app can do: window or browser. */
  host: z.object({
    kind: z.enum(['window', 'browser']),
    version: z.string(),
    /** File dialogs of the system, and paths of dropped files. */
    paths: z.boolean(),
  }),
});
export type AppState = z.infer<typeof appState>;

export const stateChange = appState.partial();
export type StateChange = z.infer<typeof stateChange>;
