/** Ends this process when it takes too much memory, also while it is busy and hears nothing. */
import { Worker } from 'node:worker_threads';
import { MEMORY_MARK } from './protocol.ts';

const INTERVAL_MS = 100;

/** A thread of its own, which goes on while the parser's is stuck. As text, because a bundle is one file. */
const SOURCE = `
  const { writeSync } = require('node:fs');
  const { workerData } = require('node:worker_threads');
  setInterval(() => {
    if (process.memoryUsage.rss() < workerData.most) return;
    try { writeSync(2, workerData.mark + '\\n'); } catch {}
    process.kill(process.pid, 'SIGKILL');
  }, ${INTERVAL_MS});
`;

/** @param most bytes of memory, counted as the system counts them (resident set) */
export function watchMemory(most: number): void {
  const worker = new Worker(SOURCE, { eval: true, workerData: { most, mark: MEMORY_MARK } });
  worker.unref();
  // Without it the heap's own limit is left.
  worker.on('error', (error) => process.stderr.write(`no watch over memory: ${error.message}\n`));
}
