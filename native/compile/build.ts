/**
 * `npm run build:native`: builds the patched llama.cpp and its addon into native/.build/out, and with --stock also the
 * same tree without our patches into native/.build/stock (for the bit-for-bit test). Does nothing when nothing changed.
 */
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { lock } from 'proper-lockfile';
import { build, configure, configureArguments, machine, platformName } from './cmake.ts';
import { linkBuild } from './link.ts';
import { cmakeDir, kernelsDir, nativeDir, outputDir, stockDir, workDir } from './paths.ts';
import { patchFiles, prepareTree, readUpstream } from './tree.ts';

function sourceFiles(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

/** Changes whenever something that shapes the build changes. */
function buildKey(kind: 'patched' | 'stock'): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([readUpstream(), configureArguments(), machine(), process.versions.modules]));
  const files = [path.join(nativeDir, 'compile', 'common-flags.cmake')];
  if (kind === 'patched') {
    files.push(...patchFiles());
    for (const dir of ['glue', 'addon']) files.push(...sourceFiles(path.join(nativeDir, dir)));
    for (const dir of ['include', 'common', 'cpu']) files.push(...sourceFiles(path.join(kernelsDir, dir)));
  }
  for (const file of files) hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
}

function progressLine(name: string): (done: number, total: number) => void {
  let last = 0;
  return (done, total) => {
    const now = Date.now();
    if (done !== total && now - last < (process.stderr.isTTY ? 200 : 10_000)) return;
    last = now;
    const text = `${name}: ${String(done)} of ${String(total)} steps`;
    process.stderr.write(process.stderr.isTTY ? `\r${text}${done === total ? '\n' : ''}` : `${text}\n`);
  };
}

/** Copies the built libraries into a fresh folder and swaps it in, so that a process that has the old ones loaded keeps them. */
function collect(to: string, key: string, withAddon: boolean): void {
  const fresh = `${to}.new`;
  rmSync(fresh, { recursive: true, force: true });
  const release = path.join(fresh, 'Release');
  mkdirSync(release, { recursive: true });
  for (const name of readdirSync(path.join(cmakeDir, 'bin'))) {
    if (/\.(so|dylib|dll)(\.\d+)*$/.test(name))
      copyFileSync(path.join(cmakeDir, 'bin', name), path.join(release, name));
  }
  if (withAddon) {
    copyFileSync(path.join(cmakeDir, 'llama-addon.node'), path.join(release, 'llama-addon.node'));
    const buildOptions = {
      customCmakeOptions: {},
      progressLogs: false,
      platform: platformName().split('-')[0],
      platformInfo: { name: process.platform, version: '' },
      arch: process.arch,
      gpu: false,
      llamaCpp: { repo: 'ggml-org/llama.cpp', release: readUpstream().tag },
    };
    writeFileSync(path.join(release, '_nlcBuildMetadata.json'), JSON.stringify({ buildOptions }));
  }
  writeFileSync(path.join(fresh, 'key'), key);
  writeFileSync(path.join(fresh, 'buildDone.status'), '');
  rmSync(to, { recursive: true, force: true });
  renameSync(fresh, to);
}

function isBuilt(dir: string, key: string): boolean {
  const file = path.join(dir, 'key');
  return existsSync(path.join(dir, 'buildDone.status')) && existsSync(file) && readFileSync(file, 'utf8') === key;
}

async function ensure(kind: 'patched' | 'stock'): Promise<void> {
  const dir = kind === 'patched' ? outputDir : stockDir;
  const key = buildKey(kind);
  if (isBuilt(dir, key)) return;
  // Until the new build is there the old one must not be taken for it.
  rmSync(path.join(dir, 'buildDone.status'), { force: true });
  const name =
    kind === 'patched' ? 'Building llama.cpp with AnchorAttention' : 'Building llama.cpp without patches (tests)';
  if (!existsSync(dir)) {
    process.stderr.write(`${name} for this machine, about ${String(Math.ceil(8 / availableParallelism()))} minutes\n`);
  }
  prepareTree(kind);
  configure();
  await build(kind === 'patched' ? ['llama-addon'] : ['llama'], progressLine(name));
  collect(dir, key, kind === 'patched');
}

/** Runs one build at a time: a second process waits for the first, which may take minutes. */
async function withLock(work: () => Promise<void>): Promise<void> {
  mkdirSync(workDir, { recursive: true });
  const release = await lock(workDir, {
    stale: 20_000,
    retries: { retries: 600, minTimeout: 1_000, maxTimeout: 1_000 },
  });
  try {
    await work();
  } finally {
    await release();
  }
}

try {
  await withLock(async () => {
    // Stock first: in a fresh clone its objects then serve the patched build too.
    if (process.argv.includes('--stock')) await ensure('stock');
    await ensure('patched');
    linkBuild();
  });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
