/** How a failure ends a command: one line on standard error and an exit code. Codes are part of the user guide. */
import { DocumentError } from '../documents/document-error.ts';
import { asEngineError, type ErrorCode } from '../contract/errors.ts';
import { ModelError } from '../engine/models/model-error.ts';

export const EXIT = {
  answered: 0,
  failed: 1,
  usage: 2,
  document: 3,
  model: 4,
  interrupted: 130,
  brokenPipe: 141,
} as const;

/** A command line that cannot be followed; the message is one line. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const EXIT_OF: Partial<Record<ErrorCode, number>> = {
  'parameter-out-of-range': EXIT.usage,
  'bad-request': EXIT.usage,
  'question-too-long': EXIT.usage,
  'document-empty': EXIT.document,
  'document-too-long': EXIT.document,
  'document-unusable': EXIT.document,
  'model-missing': EXIT.model,
  'model-unavailable': EXIT.model,
  'model-broken': EXIT.model,
  cancelled: EXIT.interrupted,
};

/** The exit code of a failure. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError) return EXIT.usage;
  if (error instanceof DocumentError) return EXIT.document;
  if (error instanceof ModelError) return EXIT.model;
  return EXIT_OF[asEngineError(error).code] ?? EXIT.failed;
}

/** The failure as one line without a stack. */
export function lineOf(error: unknown): string {
  const known = error instanceof UsageError || error instanceof DocumentError || error instanceof ModelError;
  const message = known ? error.message : asEngineError(error).message;
  return `error: ${message.replace(/^error: /, '').replace(/\s*\n\s*/g, '; ')}`;
}

/**
 * Calls `interrupt` at the first Ctrl-C; the second one ends the process at once, for work that cannot be stopped in between.
 * The engine ends when its caller does.
 */
export function onInterrupt(interrupt: () => void): void {
  let interrupted = false;
  process.on('SIGINT', () => {
    if (interrupted) process.exit(EXIT.interrupted);
    interrupted = true;
    interrupt();
  });
}

/** Runs a command to its end: prints a failure and sets the exit code, after `cleanUp`. */
export async function runCommand(command: () => Promise<number>, cleanUp: () => Promise<void>): Promise<void> {
  // Whoever read our output has enough of it (`| head`): there is nobody left to tell.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => process.exit(EXIT.brokenPipe));
  try {
    process.exitCode = await command();
  } catch (error) {
    process.stderr.write(`${lineOf(error)}\n`);
    process.exitCode = exitCodeOf(error);
  } finally {
    await cleanUp();
  }
}
