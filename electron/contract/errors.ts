/** Every way a request can fail, as one closed set, and the only place where such a failure becomes a sentence. */
import { z } from 'zod';

export const errorCodeSchema = z.enum([
  'bad-request',
  'busy',
  'cancelled',
  'parameter-out-of-range',
  'no-model',
  'no-document',
  'model-missing',
  'model-broken',
  'out-of-memory',
  'document-empty',
  'document-too-long',
  'document-unusable',
  'document-unknown',
  'model-unavailable',
  'not-available',
  'library-unavailable',
  'library-unknown',
  'name-taken',
  'question-too-long',
  'engine-start-failed',
  'engine-exited',
  'internal',
]);
export type ErrorCode = z.infer<typeof errorCodeSchema>;

/** What each code carries; token counts are whole numbers. */
export interface ErrorData {
  'bad-request': { detail: string };
  busy: { running: string };
  cancelled: Record<string, never>;
  'parameter-out-of-range': { name: string; value: number | string; range: string };
  'no-model': Record<string, never>;
  'no-document': Record<string, never>;
  'model-missing': { path: string };
  'model-broken': { path: string; detail: string };
  'out-of-memory': { what: string };
  'document-empty': { name: string };
  'document-too-long': { name: string; tokens: number; fit: number; contextSize: number };
  /** The file or folder cannot be used; `kind` is the DocumentErrorKind, `detail` the whole message. */
  'document-unusable': { kind: string; detail: string };
  /** The page named a document that is not open. */
  'document-unknown': { id: string };
  /** A catalogue model cannot be had; `kind` is the ModelErrorKind, `detail` the whole message. */
  'model-unavailable': { kind: string; detail: string };
  /** This way of running the app cannot do it, such as a file dialog in browser mode. */
  'not-available': { what: string };
  /** The library's file cannot be used; `detail` says why and what to do. */
  'library-unavailable': { detail: string };
  /** The page named something that the library does not have (any more); `what` is a noun such as "document". */
  'library-unknown': { what: string };
  'name-taken': { name: string };
  'question-too-long': { tokens: number; fit: number };
  'engine-start-failed': { detail: string };
  'engine-exited': { how: string };
  internal: { detail: string };
}

const count = (value: number) => value.toLocaleString('en-US');

const MESSAGES: { [C in ErrorCode]: (data: ErrorData[C]) => string } = {
  'bad-request': ({ detail }) => `the request is not understood: ${detail}`,
  busy: ({ running }) => `the engine is busy with ${running}; wait for it or cancel it`,
  cancelled: () => 'cancelled',
  'parameter-out-of-range': ({ name, value, range }) => `${name} cannot be ${value}: it has to be ${range}`,
  'no-model': () => 'no model is loaded yet',
  'no-document': () => 'no document has been read yet',
  'model-missing': ({ path }) => `${path}: no such model file; check the path`,
  'model-broken': ({ path, detail }) => `${path}: not a model that can be loaded (${detail}); download it again`,
  'out-of-memory': ({ what }) => `not enough memory for ${what}; use a shorter document or a smaller model`,
  'document-empty': ({ name }) => `${name}: there is no text in it`,
  'document-too-long': ({ name, tokens, fit, contextSize }) =>
    `${name} is too long: ${count(tokens)} tokens of ${count(fit)} that fit beside a question and its answer ` +
    `in this model's context of ${count(contextSize)}; choose a part of it or a model with a longer context`,
  'document-unusable': ({ detail }) => detail,
  'document-unknown': () => 'this document is not open any more; open it again',
  'model-unavailable': ({ detail }) => detail,
  'not-available': ({ what }) => `${what} is not available here`,
  'library-unavailable': ({ detail }) => `the library cannot be used: ${detail}`,
  'library-unknown': ({ what }) => `this ${what} is not in the library any more`,
  'name-taken': ({ name }) => `there is already one called ${name}; choose another name`,
  'question-too-long': ({ tokens, fit }) =>
    `the question and its answer need ${count(tokens)} tokens of ${count(fit)} that are left beside the document; ` +
    'ask for a shorter answer or shorten the question',
  'engine-start-failed': ({ detail }) => `the engine could not be started (${detail})`,
  'engine-exited': ({ how }) => `the engine stopped unexpectedly (${how}); start it again and ask once more`,
  internal: ({ detail }) => `something went wrong inside the engine (${detail})`,
};

/** An error that crosses processes: code and data are the contract, the message is made here from them. */
export class EngineError<C extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'EngineError';
  readonly code: C;
  readonly data: ErrorData[C];

  constructor(code: C, data: ErrorData[C], cause?: unknown) {
    super(MESSAGES[code](data), cause === undefined ? undefined : { cause });
    this.code = code;
    this.data = data;
  }
}

export const wireErrorSchema = z
  .object({ code: errorCodeSchema, message: z.string(), data: z.record(z.string(), z.union([z.string(), z.number()])) })
  .strict();
export type WireError = z.infer<typeof wireErrorSchema>;

/** First line of an unknown failure, without any stack, at most 300 characters. */
export function oneLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split('\n', 1)[0] ?? '').slice(0, 300) || 'no details';
}

function isEngineError(error: unknown): error is EngineError {
  return error instanceof EngineError;
}

/** Any thrown value as an EngineError: what is not one already becomes 'internal' with its first line. */
export function asEngineError(error: unknown): EngineError {
  return isEngineError(error) ? error : new EngineError('internal', { detail: oneLine(error) }, error);
}

/** The error as it is sent to another process. */
export function toWire(error: unknown): WireError {
  const known = asEngineError(error);
  return { code: known.code, message: known.message, data: { ...known.data } };
}

/** The error that another process sent. Its data was made by `toWire` there, so it has the shape of its code. */
export function fromWire(wire: WireError): EngineError {
  return new EngineError(wire.code, wire.data as unknown as ErrorData[ErrorCode]);
}
