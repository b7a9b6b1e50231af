/** What the page can ask of the app and what it is told: the same in the window (IPC) and in a browser (HTTP). */
import { z } from 'zod';
import { calibrationProgress } from './calibration.ts';
import { LIBRARY_METHODS } from './library-methods.ts';
import { documentId, startReadingParams, uploadParams } from './documents.ts';
import { wireErrorSchema } from './errors.ts';
import { answerToken, askResult, modeSchema, readDocumentResult, readingProgress } from './reading.ts';
import { presetSchema } from './presets.ts';
import { appState, settings, stateChange } from './state.ts';

const nothing = z.object({}).strict();
const found = z.object({ found: z.boolean() });
const modelId = z.object({ id: z.string() }).strict();

/** Every method with its parameters and result. Null results mean that the user closed the dialog. */
export const APP_METHODS = {
  'app.state': { params: nothing, result: appState },
  /** Opens a file or folder that the user picks in the system's dialog; window only. */
  'document.choose': {
    params: z.object({ kind: z.enum(['file', 'folder']) }).strict(),
    result: documentId.nullable(),
  },
  /** Opens what was dropped; window only. */
  'document.open': { params: z.object({ path: z.string().min(1) }).strict(), result: documentId },
  'document.upload': { params: uploadParams, result: documentId },
  'document.sample': { params: nothing, result: documentId },
  'document.close': { params: documentId, result: nothing },
  /** Fails with 'cancelled' after reading.cancel. */
  'reading.start': { params: startReadingParams, result: readDocumentResult },
  /** Once the activity says `canEnd`, another cancel (or answer.stop) ends the engine; its model is loaded again by itself. */
  'reading.cancel': { params: nothing, result: found },
  /** Reads the document (again) first where that mode's reading is not in memory. Fails with 'cancelled' after answer.stop. */
  'answer.ask': {
    params: z
      .object({
        /** Chosen by the page; its 'answer.token' events carry it. */
        answerId: z.string().min(1).max(64),
        documentId: z.string(),
        mode: modeSchema,
        preset: presetSchema.exclude(['custom']),
        question: z.string().refine((text) => text.trim() !== '', 'the question is empty'),
      })
      .strict(),
    result: askResult.extend({
      mode: modeSchema,
      /** The document had to be read (again) for this answer. */
      readAgain: z.boolean(),
    }),
  },
  'answer.stop': { params: z.object({ answerId: z.string() }).strict(), result: found },
  /** Loads a catalogue model that is on this machine. */
  'model.use': { params: modelId, result: nothing },
  /** Loads a GGUF file that the user picks in the system's dialog; window only. */
  'model.choose': { params: nothing, result: z.object({ path: z.string() }).nullable() },
  /**
   * Measures what settings of sparse reading lose with the loaded model and chooses its presets by that, where it is not known; minutes.
   * The choice is in the state's model. Fails with 'cancelled' after calibration.cancel.
   */
  'calibration.start': { params: nothing, result: nothing },
  'calibration.cancel': { params: nothing, result: found },
  /** Starts or continues a download and returns at once; its progress is in the state. Loads the model when it is there. */
  'model.download': { params: modelId, result: nothing },
  /** Stops a download and keeps what has arrived. */
  'model.pause': { params: modelId, result: nothing },
  /** Stops a download and removes what has arrived. */
  'model.discard': { params: modelId, result: nothing },
  /** Starts the engine after it stopped, or loads the model again after that failed; ends one that does not hear a cancel. */
  'engine.start': { params: nothing, result: nothing },
  'fault.dismiss': { params: z.object({ id: z.number() }).strict(), result: nothing },
  'settings.change': { params: settings.partial(), result: nothing },
  ...LIBRARY_METHODS,
} as const;

export type AppMethod = keyof typeof APP_METHODS;
export type AppParams<M extends AppMethod> = z.input<(typeof APP_METHODS)[M]['params']>;
export type AppResult<M extends AppMethod> = z.output<(typeof APP_METHODS)[M]['result']>;

/** Every event with its data. */
export const APP_EVENTS = {
  /** Slices of the state that changed, each as a whole. */
  state: stateChange,
  /** Four times a second while a document is counted or read. */
  'reading.progress': z.object({ documentId: z.string(), mode: modeSchema.nullable(), progress: readingProgress }),
  'answer.token': answerToken.extend({ answerId: z.string() }),
  /** Seldom enough for any page: a few for each reading of the calibration. */
  'calibration.progress': calibrationProgress,
} as const;

export type AppEvent = keyof typeof APP_EVENTS;
export type AppEventData<E extends AppEvent> = z.output<(typeof APP_EVENTS)[E]>;

export const appMethodName = z.enum(Object.keys(APP_METHODS) as [AppMethod, ...AppMethod[]]);
export const appEventName = z.enum(Object.keys(APP_EVENTS) as [AppEvent, ...AppEvent[]]);

/** A call as it travels. */
export const appCall = z.object({ method: appMethodName, params: z.unknown() }).strict();
export type AppCall = z.infer<typeof appCall>;

/** An answer to a call as it travels. */
export const appReply = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), result: z.unknown() }).strict(),
  z.object({ ok: z.literal(false), error: wireErrorSchema }).strict(),
]);
export type AppReply = z.infer<typeof appReply>;

/** An event as it travels. */
export const appMessage = z.object({ event: appEventName, data: z.unknown() }).strict();
export type AppMessage = z.infer<typeof appMessage>;

/** What preload puts on the page's `window.anchorite`; in a browser the page makes the same from HTTP. */
export interface Bridge {
  call(call: AppCall): Promise<AppReply>;
  /** @returns a function that ends the subscription. */
  subscribe(listener: (message: AppMessage) => void): () => void;
  /** Absolute path of a dropped or chosen DOM File; absent in a browser. */
  pathOf?(file: object): string;
}
