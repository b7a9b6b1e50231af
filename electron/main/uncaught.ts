/** Errors that nobody caught: logged with their stack and said, once, instead of a silent end. */
import { app } from 'electron';
import { showError } from './dialogs.ts';
import { ENGINE_NAME, PARSER_NAME } from './launch-utility.ts';
import { logFile, logLine } from './log.ts';

/** Call first of all. */
export function reportUncaughtErrors(): void {
  // There may be nobody left to read standard error, which must not become an error each time something is logged.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  let said = false;
  const report = (error: unknown) => {
    logLine(`uncaught: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    if (said) return;
    said = true;
    const reason = error instanceof Error ? error.message : String(error);
    void app.whenReady().then(() => {
      showError(
        null,
        'Something went wrong inside the app.',
        `${reason}\n\nIf it misbehaves now, restart it. Details: ${logFile()}`,
      );
    });
  };
  process.on('uncaughtException', report);
  process.on('unhandledRejection', report);
  app.on('child-process-gone', (_event, { type, reason, exitCode, name }) => {
    // The engine's end is for its host to tell, which knows whether it was wanted.
    if (reason !== 'clean-exit' && name !== ENGINE_NAME && name !== PARSER_NAME)
      logLine(`process ended: ${type} ${name ?? ''}, ${reason}, exit code ${exitCode}`);
  });
}
