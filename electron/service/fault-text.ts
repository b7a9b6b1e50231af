/** What an engine that ended means, in sentences for people. */
import { exitHow, type EngineExit } from '../engine/host.ts';

export { exitHow };

/** The last one is what a thread says that finds no room for its stack. */
const OUT_OF_MEMORY =
  /out of memory|bad_alloc|cannot allocate|failed to allocate|unable to allocate|ENOMEM|resource temporarily unavailable/i;
const RUNTIME_FAULT = new Set<NodeJS.Signals>(['SIGABRT', 'SIGSEGV', 'SIGILL', 'SIGBUS', 'SIGFPE', 'SIGTRAP']);

/** What this kind of end often means; empty where it says nothing. */
function meaning(exit: EngineExit): string {
  const memory = 'close other programs, or use a smaller model or a shorter document.';
  if (OUT_OF_MEMORY.test(exit.log)) return `It ran out of memory: ${memory}`;
  // Electron 25 reports most utility processes that the system killed as having ended with 0, which no engine does by itself.
  if (exit.signal === 'SIGKILL' || (exit.signal === null && exit.code === 0))
    return `That often means that the computer ran out of memory: ${memory}`;
  if (exit.signal !== null && RUNTIME_FAULT.has(exit.signal))
    return 'That is a fault in the runtime, not in what you did.';
  return '';
}

/**
 * @param during what it was doing, as a clause ("while reading moby-dick.txt"); null when idle.
 * @param done what was done about it, as sentences.
 */
export function faultText(exit: EngineExit, during: string | null, done: string): string {
  const doing = during === null ? '' : ` ${during}`;
  return [`The engine stopped unexpectedly${doing} (${exitHow(exit)}).`, meaning(exit), done]
    .filter((sentence) => sentence !== '')
    .join(' ');
}
