/** How a utility process ended, out of the one number that Electron gives. */
import { constants } from 'node:os';

export interface ProcessEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** Signals that end a process in trouble. An engine never exits with one of their numbers by itself. */
const FATAL = ['SIGILL', 'SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGKILL', 'SIGSEGV', 'SIGTERM'] as const;
/** Set where a core file was written. */
const CORE_WRITTEN = 0x80;

/**
 * @param code of the 'exit' event: the exit code, or on POSIX systems the number of the signal. Electron 25 mostly gives 0 for SIGKILL,
 *   so 0 says nothing.
 */
export function endOfUtility(code: number, platform: NodeJS.Platform = process.platform): ProcessEnd {
  if (platform === 'win32') return { code, signal: null };
  const signal = FATAL.find((name) => constants.signals[name] === (code & ~CORE_WRITTEN));
  return signal === undefined ? { code, signal: null } : { code: null, signal };
}
