import { availableParallelism, cpus, totalmem } from 'node:os';
import type { AppState } from '../contract/state.ts';

/** What the app runs on; memory in bytes, no more than a container allows it. */
export function thisMachine(): AppState['machine'] {
  // Zero or more than there is where nothing limits it.
  const allowed = process.constrainedMemory();
  const total = totalmem();
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: allowed > 0 && allowed < total ? allowed : total,
  };
}
