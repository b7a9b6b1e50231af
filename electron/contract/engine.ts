/** The port of the engine process: its methods, its events and the envelope around both. */
import { z } from 'zod';
import { calibratePresetsParams, calibrationProgress, presetCalibrationSchema } from './calibration.ts';
import { wireErrorSchema } from './errors.ts';
import {
  fetchModelParams,
  fetchModelResult,
  loadModelParams,
  modelInfo,
  modelLoading,
  modelProgress,
  runtimeInfo,
} from './models.ts';
import {
  answerToken,
  askParams,
  askResult,
  calibrateParams,
  calibrateResult,
  countTokensParams,
  countTokensResult,
  readDocumentParams,
  readDocumentResult,
  readingMetrics,
  readingProgress,
} from './reading.ts';

const nothing = z.object({}).strict();

/** One cache: its size in tokens and what is in it. */
const cachedReading = z.object({ contextSize: z.number(), metrics: readingMetrics });

/** Every method with its parameters and result. The first group answers at once, the rest one at a time. */
export const METHODS = {
  ping: { params: nothing, result: z.object({ uptimeMs: z.number() }) },
  /** Stops the request of that id; it then fails with 'cancelled'. `found` is false when it has ended already. */
  cancel: { params: z.object({ id: z.number().int() }).strict(), result: z.object({ found: z.boolean() }) },
  status: {
    params: nothing,
    result: z.object({
      runtime: runtimeInfo.nullable(),
      model: modelInfo.nullable(),
      running: z.string().nullable(),
      /** What each mode's cache holds, an interrupted reading included. Both are always of one document. */
      readings: z.object({ sparse: cachedReading.nullable(), dense: cachedReading.nullable() }),
    }),
  },
  loadModel: { params: loadModelParams, result: modelInfo },
  countTokens: { params: countTokensParams, result: countTokensResult },
  calibrate: { params: calibrateParams, result: calibrateResult },
  /** Measures what settings lose with the loaded model and chooses its presets; stored with the model's fingerprint. */
  calibratePresets: { params: calibratePresetsParams, result: presetCalibrationSchema },
  readDocument: { params: readDocumentParams, result: readDocumentResult },
  ask: { params: askParams, result: askResult },
  /** Downloads; the app gives them an engine process of their own. */
  fetchModel: { params: fetchModelParams, result: fetchModelResult },
} as const;

export type Method = keyof typeof METHODS;
export type Params<M extends Method> = z.input<(typeof METHODS)[M]['params']>;
export type Result<M extends Method> = z.output<(typeof METHODS)[M]['result']>;

/** Methods that answer at once, also while another one computes. */
export const INSTANT_METHODS = ['ping', 'cancel', 'status'] as const satisfies readonly Method[];

/** Every event with its data. An event belongs to the request whose id it carries. */
export const EVENTS = {
  'model.loading': modelLoading,
  'calibration.progress': calibrationProgress,
  'reading.progress': readingProgress,
  'reading.metrics': readingMetrics,
  'answer.token': answerToken,
  'model.fetching': modelProgress,
} as const;

export type EventName = keyof typeof EVENTS;
export type EventData<E extends EventName> = z.output<(typeof EVENTS)[E]>;

const methodName = z.enum(Object.keys(METHODS) as [Method, ...Method[]]);
const eventName = z.enum(Object.keys(EVENTS) as [EventName, ...EventName[]]);

export const requestSchema = z.object({ id: z.number().int(), method: methodName, params: z.unknown() }).strict();
export type Request = z.infer<typeof requestSchema>;

/** What the engine sends: ready once, then replies and events. */
export const outgoingSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }).strict(),
  z.object({ kind: z.literal('reply'), id: z.number().int(), ok: z.literal(true), result: z.unknown() }).strict(),
  z.object({ kind: z.literal('failure'), id: z.number().int(), error: wireErrorSchema }).strict(),
  z.object({ kind: z.literal('event'), id: z.number().int(), event: eventName, data: z.unknown() }).strict(),
]);
export type Outgoing = z.infer<typeof outgoingSchema>;
