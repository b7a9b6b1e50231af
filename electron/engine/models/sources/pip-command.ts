import { spawn } from 'node:child_process';
import { firstLine, SourceError } from '../model-error.ts';

/** Ways to call pip, the likeliest first. `python -m pip` before `pip`, since a bare pip may belong to a Python that is gone. */
const CANDIDATES: readonly (readonly string[])[] =
  process.platform === 'win32'
    ? [['py', '-3', '-m', 'pip'], ['python', '-m', 'pip'], ['pip']]
    : [['python3', '-m', 'pip'], ['python', '-m', 'pip'], ['pip3'], ['pip']];

let found: readonly string[] | undefined;

/**
 * The first way of calling pip that works here; looked for once, since starting Python takes half a second.
 * @throws SourceError when none does.
 */
export async function findPip(signal?: AbortSignal): Promise<readonly string[]> {
  if (found !== undefined) return found;
  for (const candidate of CANDIDATES) {
    try {
      await runPip(candidate, ['--version'], process.env, signal);
      found = candidate;
      return candidate;
    } catch {
      signal?.throwIfAborted();
    }
  }
  throw new SourceError('needs Python with pip, which is not installed here');
}

/** As much of pip's messages as is kept to find the reason of a failure in, in characters. */
const KEPT_OUTPUT = 64 * 1024;

/**
 * Runs pip, its messages kept off the terminal.
 * @throws SourceError with pip's reason in one line; the signal's reason when it is aborted, after pip has gone.
 */
export async function runPip(
  command: readonly string[],
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  signal?: AbortSignal,
): Promise<void> {
  const [program = 'pip', ...before] = command;
  let output = '';
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(program, [...before, ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      ...(signal === undefined ? {} : { signal }),
    });
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-KEPT_OUTPUT);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    let failed: unknown;
    child.on('error', (error) => {
      failed = error;
      // Without a process id it never started, and no 'close' follows.
      if (child.pid === undefined) reject(error);
    });
    child.on('close', (exitCode) => {
      if (failed === undefined) resolve(exitCode);
      else reject(failed instanceof Error ? failed : new Error('pip failed'));
    });
  }).catch((cause: unknown) => {
    signal?.throwIfAborted();
    throw new SourceError(`pip did not start (${firstLine(cause)})`, { cause });
  });
  signal?.throwIfAborted();
  if (code !== 0) throw new SourceError(reasonOf(output));
}

const UNREACHABLE =
  /NewConnectionError|ConnectTimeout|ReadTimeout|ProxyError|MaxRetryError|Failed to establish|Name or service not known|name resolution|getaddrinfo|Connection (refused|reset)|Network is unreachable|ConnectionError/;

function reasonOf(output: string): string {
  if (UNREACHABLE.test(output)) return 'the package index cannot be reached';
  const lines = output.split('\n').map((line) => line.trim());
  const error = lines.findLast((line) => line.startsWith('ERROR:'))?.slice('ERROR:'.length);
  return `pip: ${(error ?? lines.findLast((line) => line !== '') ?? 'it failed without a word').trim()}`;
}
