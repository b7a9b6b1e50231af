/** llama.cpp's own llama-bench, built from the unpatched sources and run with the unpatched libraries: the outside check of "dense". */
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { nativeDir, outputDir, stockDir, workDir } from './paths.ts';
import { pristineDir } from './tree.ts';

const run = promisify(execFile);

export interface LlamaBenchRun {
  /** GGUF file. */
  model: string;
  tokens: number;
  threads: number;
  /** Rows of a micro-batch. */
  microBatch: number;
  signal: AbortSignal;
}

const resultSchema = z.array(z.object({ n_prompt: z.number(), samples_ns: z.array(z.number()).min(1) })).length(1);

/**
 * Builds llama-bench where it is not there yet, and the unpatched libraries with it (minutes).
 * @returns what times one prefill, milliseconds; null where llama-bench is not made for this system.
 * @throws Error with the compiler's words when it does not build.
 */
export async function openLlamaBench(signal: AbortSignal): Promise<((run: LlamaBenchRun) => Promise<number>) | null> {
  if (process.platform !== 'linux') return null;
  await buildStock(signal);
  const dir = path.join(workDir, 'bench');
  const libraries = path.join(outputDir, 'Release');
  const places = [`-DANCHOR_LLAMA=${path.join(pristineDir, 'llama.cpp')}`, `-DANCHOR_LIBS=${libraries}`];
  await run('cmake', ['-S', path.join(nativeDir, 'bench'), '-B', dir, '-G', 'Ninja', ...places], { signal });
  await run('cmake', ['--build', dir], { signal });
  const program = path.join(dir, 'llama-bench');
  if (!existsSync(program)) throw new Error(`${program} was not built`);
  // llama-common holds nothing of ours and comes with the patched build alone; all else is taken from the unpatched one.
  const env = { ...process.env, LD_LIBRARY_PATH: `${path.join(stockDir, 'Release')}:${libraries}` };
  return async ({ model, tokens, threads, microBatch, signal: stop }) => {
    const sizes = ['-p', tokens, '-n', 0, '-t', threads, '-b', 2048, '-ub', microBatch].map(String);
    const rest = ['-fa', '1', '-r', '1', '--no-warmup', '-o', 'json'];
    const { stdout } = await run(program, ['-m', model, ...sizes, ...rest], { env, signal: stop, maxBuffer: 1 << 24 });
    const [result] = resultSchema.parse(JSON.parse(stdout));
    return (result?.samples_ns[0] ?? NaN) / 1e6;
  };
}

/** As a program of its own, since a build that fails ends its process. */
async function buildStock(signal: AbortSignal): Promise<void> {
  const script = path.join(nativeDir, 'compile', 'build.ts');
  const child = spawn(process.execPath, [...process.execArgv, script, '--stock'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    signal,
  });
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error('the unpatched llama.cpp did not build; what the build said stands above');
}
