/** What figures that are kept have to say about where they come from. */
import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';

/** The processor, and the commit that is measured: `-dirty` when files differ from it, null outside a clone. */
export function measuredOn(): { cpu: string; commit: string | null } {
  return { cpu: cpus()[0]?.model.trim() ?? 'unknown', commit: commitMeasured() };
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
