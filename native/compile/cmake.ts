/** Configures and builds the tree with cmake and ninja, and says how far it is. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import path from 'node:path';
import { cmakeDir, kernelsDir, nativeDir, treeDir } from './paths.ts';

const require = createRequire(import.meta.url);

/** node-llama-cpp's name of this machine's platform. */
export function platformName(): string {
  const system = process.platform === 'darwin' ? 'mac' : process.platform === 'win32' ? 'win' : 'linux';
  return `${system}-${process.arch === 'arm' ? 'armv7l' : process.arch}`;
}

/** Arguments of `cmake -S tree -B cmake`, the same for the patched and the stock build. */
export function configureArguments(): string[] {
  const { include_dir: nodeHeaders } = require('node-api-headers') as { include_dir: string };
  const off = ['CURL', 'OPENSSL', 'BUILD_TESTS', 'BUILD_SERVER', 'BUILD_EXAMPLES', 'BUILD_TOOLS', 'BUILD_UI'];
  return [
    ...['-S', treeDir, '-B', cmakeDir, '-G', 'Ninja'],
    '-DCMAKE_BUILD_TYPE=Release',
    // The instruction sets of this machine; variants chosen at run time come with the installers.
    '-DGGML_NATIVE=ON',
    `-DNLC_CURRENT_PLATFORM=${platformName()}`,
    `-DNLC_TARGET_PLATFORM=${platformName()}`,
    '-DNLC_VARIANT=anchorite',
    `-DCMAKE_JS_INC=${nodeHeaders}`,
    // Back ends for GPUs come as modules of their own; Metal would otherwise be built in.
    ...['METAL', 'CUDA', 'VULKAN'].map((name) => `-DGGML_${name}=OFF`),
    ...off.map((name) => `-DLLAMA_${name}=OFF`),
    `-DANCHOR_KERNELS_DIR=${kernelsDir}`,
    `-DANCHOR_GLUE_DIR=${path.join(nativeDir, 'glue')}`,
    `-DCMAKE_PROJECT_INCLUDE=${path.join(nativeDir, 'compile', 'common-flags.cmake')}`,
  ];
}

/** What `-march=native` and the compiler make of the sources: objects of another machine or compiler cannot be kept. */
export function machine(): string {
  return JSON.stringify([cpus()[0]?.model, process.arch, runTool(process.env['CXX'] ?? 'c++', ['--version'])]);
}

/** Runs a build tool; @returns its stdout. @throws naming it when it is not installed. */
function runTool(tool: string, args: string[]): string {
  try {
    return execFileSync(tool, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Error(`${tool} was not found; install it (the README lists what a build needs), then run this again`, {
      cause: error,
    });
  }
}

/**
 * Configures when the arguments, the addon's files (cmake lists them once) or the machine changed; for another machine
 * everything is compiled anew. @throws with cmake's last lines.
 */
export function configure(): void {
  const args = configureArguments();
  const [argumentsStamp, machineStamp] = ['arguments', 'machine'].map((name) =>
    path.join(cmakeDir, `anchorite-${name}.json`),
  ) as [string, string];
  const wanted = JSON.stringify([args, readdirSync(path.join(treeDir, 'addon'))]);
  const isStamped = (stamp: string, text: string) => existsSync(stamp) && readFileSync(stamp, 'utf8') === text;
  const here = machine();
  if (!isStamped(machineStamp, here)) rmSync(cmakeDir, { recursive: true, force: true });
  if (isStamped(argumentsStamp, wanted)) return;
  try {
    runTool('cmake', args);
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    if (stdout === undefined || stderr === undefined) throw error;
    throw new Error(
      `cmake could not configure llama.cpp:\n${(stderr || stdout).trim().split('\n').slice(-15).join('\n')}`,
      {
        cause: error,
      },
    );
  }
  writeFileSync(machineStamp, here);
  writeFileSync(argumentsStamp, wanted);
}

/** Builds targets; calls onProgress(done, total) as ninja goes. @throws with the failing compile's output. */
export async function build(targets: string[], onProgress: (done: number, total: number) => void): Promise<void> {
  const ninja = spawn('cmake', ['--build', cmakeDir, '--target', ...targets], { stdio: ['ignore', 'pipe', 'pipe'] });
  const tail: string[] = [];
  const onText = (text: string) => {
    for (const line of text.split('\n')) {
      const step = /^\[(\d+)\/(\d+)\]/.exec(line);
      if (step) onProgress(Number(step[1]), Number(step[2]));
      else if (line.trim() !== '') tail.push(line);
    }
    tail.splice(0, Math.max(0, tail.length - 40));
  };
  ninja.stdout.setEncoding('utf8').on('data', onText);
  ninja.stderr.setEncoding('utf8').on('data', onText);
  const code = await new Promise<number | null>((resolve, reject) => ninja.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(`llama.cpp did not build:\n${tail.join('\n')}`);
}
