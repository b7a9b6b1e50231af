/** What figures that are kept have to say about where they come from. */
import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';

/** Where a measurement was made. */
export interface MeasuredOn {
  cpu: string;
  /** The commit that is measured: `-dirty` when files differ from it, null outside a clone. */
  commit: string | null;
  /** Null: texts and settings are fixed, nothing is drawn at random. */
  seed: null;
}

/** The machine and the program of this process. */
export function measuredOn(): MeasuredOn {
  return { cpu: cpus()[0]?.model.trim() ?? 'unknown', commit: commitMeasured(), seed: null };
}

function commitMeasured(): string | null {
  try {
    const [cwd, stdio] = [import.meta.dirname, ['ignore', 'pipe', 'ignore'] as const];
    return execFileSync('git', ['describe', '--always', '--dirty'], {
      cwd,
      encoding: 'utf8',
      stdio: [...stdio],
    }).trim();
  } catch {
    return null;
  }
}
