/** The library's thread: the only place where its file is open, so that no query ever holds up what else the app does. */
import { parentPort, workerData } from 'node:worker_threads';
import { toWire } from '../contract/errors.ts';
import { checkBackup, writeBackup } from './backup.ts';
import { Connection } from './connection.ts';
import { asLibraryError } from './failures.ts';
import type { Call, Job, Reply } from './messages.ts';
import { migrate } from './migrations.ts';
import { storeCalls } from './store.ts';

const port = parentPort;
const job = workerData as Job;
if (port === null) throw new Error('this is a worker of the library');

function reply(message: Reply): void {
  port?.postMessage(message);
}

function fail(id: number, error: unknown): void {
  reply({ id, ok: false, error: toWire(asLibraryError(error, job.file)) });
}

function serve(file: string): void {
  const db = new Connection(file);
  migrate(db);
  const store = storeCalls(db);
  store.begin();
  port?.on('message', ({ id, name, args }: Call) => {
    if (name === 'close') {
      db.close();
      reply({ id, ok: true, result: null });
      port.close();
      return;
    }
    const call = store[name] as (...given: unknown[]) => unknown;
    // Wrapped, because a call may throw before it gives a promise.
    Promise.resolve()
      .then(() => call(...args))
      .then(
        (result) => reply({ id, ok: true, result }),
        (error: unknown) => fail(id, error),
      );
  });
}

try {
  if (job.kind === 'serve') serve(job.file);
  else if (job.kind === 'backup') writeBackup(job.file, job.target);
  else checkBackup(job.file, job.shownAs);
  reply({ id: 0, ok: true, result: null });
} catch (error) {
  fail(0, error);
  port.close();
}
if (job.kind !== 'serve') port.close();
