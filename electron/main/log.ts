/** The log of the main process, main.log beside the settings: what went wrong, for a bug report. */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { app } from 'electron';

/** Bytes after which a new file is begun; the one before is kept. */
const LARGEST = 1024 * 1024;

export function logFile(): string {
  return path.join(app.getPath('userData'), 'main.log');
}

/** Adds a line with the time, to the file and to standard error. Never throws. */
export function logLine(text: string): void {
  const line = `${new Date().toISOString()} ${text}\n`;
  process.stderr.write(line);
  try {
    const file = logFile();
    mkdirSync(path.dirname(file), { recursive: true });
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LARGEST) renameSync(file, `${file}.old`);
    appendFileSync(file, line);
  } catch {
    // A log that cannot be written must not be what ends the program.
  }
}
