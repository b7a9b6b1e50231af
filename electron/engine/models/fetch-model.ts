/**
 * `tsx fetch-model.ts ID…`: puts catalogue models into the cache and prints each one's path. For the setup; progress and errors go to
 * stderr.
 */
import { ensureModel } from './ensure-model.ts';
import { ModelError } from './model-error.ts';
import type { ModelProgress } from '../../contract/models.ts';

/** How often progress is said where lines cannot be overwritten, in milliseconds. */
const LINE_EVERY_MS = 5_000;

function progressLines(): { show: (progress: ModelProgress) => void; end: () => void } {
  let last = 0;
  let open = false;
  const terminal = process.stderr.isTTY;
  return {
    show({ model, phase, bytesDone, bytesTotal, part, parts }) {
      const now = Date.now();
      if (phase === 'connect' || now - last < (terminal ? 200 : LINE_EVERY_MS)) return;
      last = now;
      const of = part === undefined || parts === undefined || parts === 1 ? '' : `, part ${part} of ${parts}`;
      const done = `${Math.round(bytesDone / 1e6)} of ${Math.round(bytesTotal / 1e6)} MB${of}`;
      const text = {
        wait: `${model}: waiting for another process that downloads it`,
        download: `${model}: downloading, ${done}`,
        check: `${model}: checking, ${done}`,
      }[phase];
      process.stderr.write(terminal ? `\r\u001b[K${text}` : `${text}\n`);
      open = terminal;
    },
    end() {
      if (open) process.stderr.write('\n');
    },
  };
}

const lines = progressLines();
try {
  for (const id of process.argv.slice(2))
    process.stdout.write(`${(await ensureModel(id, { onProgress: lines.show })).path}\n`);
} catch (error) {
  lines.end();
  if (!(error instanceof ModelError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
lines.end();
