/** Failures of the rooms below as the errors that the page knows. */
import { EngineError } from '../contract/errors.ts';
import { DocumentError } from '../documents/document-error.ts';
import { ModelError } from '../engine/models/model-error.ts';

/** Documents' and models' errors keep their whole message; anything else is handed on as it is. */
export function asPageError(error: unknown): unknown {
  if (error instanceof DocumentError) {
    return new EngineError('document-unusable', { kind: error.kind, detail: error.message }, error);
  }
  if (error instanceof ModelError) {
    return new EngineError('model-unavailable', { kind: error.kind, detail: error.message }, error);
  }
  return error;
}

export function isCancel(error: unknown): boolean {
  return error instanceof EngineError && error.code === 'cancelled';
}

/** Whether the engine's process ended under the work. */
export function isCrash(error: unknown): boolean {
  return error instanceof EngineError && error.code === 'engine-exited';
}

/** What the app does by itself is tried once more after a crash, for it may not have been the cause, but never in a circle. */
export class SecondChances {
  readonly #taken = new Set<string>();

  /** Whether work of that name may be tried again after this error. */
  allow(name: string, error: unknown): boolean {
    if (isCancel(error)) return true;
    if (!isCrash(error) || this.#taken.has(name)) return false;
    this.#taken.add(name);
    return true;
  }

  /** It has worked since. */
  give(name: string): void {
    this.#taken.delete(name);
  }
}
