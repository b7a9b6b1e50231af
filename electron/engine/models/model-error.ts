import { EngineError } from '../../contract/errors.ts';

/** Why a model cannot be had. One closed set: every failure of this folder is one of these. */
export type ModelErrorKind = 'unknown-model' | 'download-failed' | 'broken-file' | 'missing-file' | 'in-use';

/** The only error that ensureModel throws besides an abort. The message says what to do; that of a failed download has a line a source. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
  readonly kind: ModelErrorKind;

  constructor(kind: ModelErrorKind, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
  }
}

/** The error as it crosses processes. */
export function modelUnavailable(error: ModelError): EngineError<'model-unavailable'> {
  return new EngineError('model-unavailable', { kind: error.kind, detail: error.message }, error);
}

/** One source did not deliver; the next one is tried. The message is one line that follows the source's name. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
}

/** The first line of whatever was thrown. */
export function firstLine(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return text.split('\n', 1)[0] ?? '';
}
