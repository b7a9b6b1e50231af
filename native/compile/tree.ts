/**
 * The source tree that cmake builds: node-llama-cpp's CMake project with llama.cpp beside it, at its pinned version, with
 * our patches on or off. Files are rewritten only when their content changes, so ninja rebuilds only what depends on them.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { nativeDir, nodeLlamaCppDir, treeDir, workDir } from './paths.ts';

const Upstream = z.object({ name: z.string(), tag: z.string(), commit: z.string(), nodeLlamaCpp: z.string() });
export type Upstream = z.infer<typeof Upstream>;

/** llama.cpp as upstream has it, never changed. */
export const pristineDir = path.join(workDir, 'pristine');
const patchesDir = path.join(nativeDir, 'patches');

/** The pinned llama.cpp (native/upstream.json). @throws when node-llama-cpp of another version is installed. */
export function readUpstream(): Upstream {
  const upstream = Upstream.parse(JSON.parse(readFileSync(path.join(nativeDir, 'upstream.json'), 'utf8')));
  const installed = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(path.join(nodeLlamaCppDir(), 'package.json'), 'utf8'))).version;
  if (installed !== upstream.nodeLlamaCpp) {
    throw new Error(
      `native/upstream.json pins node-llama-cpp ${upstream.nodeLlamaCpp}, but ${installed} is installed: run \`npm ci\`, or move the pin and its patches`,
    );
  }
  return upstream;
}

/** Our patches, in the order they apply. */
export function patchFiles(): string[] {
  return readdirSync(patchesDir)
    .filter((name) => name.endsWith('.patch'))
    .sort()
    .map((name) => path.join(patchesDir, name));
}

/** node-llama-cpp's own patches to llama.cpp; its git bundle does not hold them. */
function vendorPatchFiles(): string[] {
  const dir = path.join(nodeLlamaCppDir(), 'llama', 'patches');
  return readdirSync(dir)
    .filter((name) => name.endsWith('.diff'))
    .sort()
    .map((name) => path.join(dir, name));
}

function git(args: string[], cwd: string): string {
  // The folder lies inside this repository: without a ceiling, git would apply patches relative to the wrong root.
  const env = { ...process.env, GIT_CEILING_DIRECTORIES: path.dirname(cwd), GIT_CONFIG_NOSYSTEM: '1' };
  return execFileSync('git', args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Clones llama.cpp from node-llama-cpp's bundle (no network) and lays its CMake project around it, once a version. */
function ensurePristine(upstream: Upstream): void {
  const stamp = path.join(pristineDir, 'complete');
  const wanted = `${upstream.commit} ${upstream.nodeLlamaCpp}`;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  rmSync(pristineDir, { recursive: true, force: true });
  mkdirSync(pristineDir, { recursive: true });
  const source = path.join(nodeLlamaCppDir(), 'llama');
  for (const entry of ['CMakeLists.txt', 'addon', 'cmake', 'profiles', 'toolchains']) {
    cpSync(path.join(source, entry), path.join(pristineDir, entry), { recursive: true });
  }
  const clone = path.join(pristineDir, 'llama.cpp');
  git(['clone', '-q', '-c', 'advice.detachedHead=false', path.join(source, 'gitRelease.bundle'), clone], pristineDir);
  const head = git(['rev-parse', 'HEAD'], clone).trim();
  if (head !== upstream.commit) {
    throw new Error(`node-llama-cpp's bundle holds llama.cpp ${head}, expected ${upstream.commit} (${upstream.tag})`);
  }
  rmSync(path.join(clone, '.git'), { recursive: true, force: true });
  for (const patch of vendorPatchFiles()) git(['apply', '-p1', patch], clone);
  writeFileSync(stamp, wanted);
}

/** Paths (from the tree's root) that a patch touches. */
function touchedFiles(patches: readonly string[]): string[] {
  const touched = new Set<string>();
  for (const patch of patches) {
    for (const match of readFileSync(patch, 'utf8').matchAll(/^\+\+\+ b\/(.+)$/gm)) touched.add(match[1] as string);
  }
  return [...touched].sort();
}

/** Applies patches to pristine copies of the files they touch. @returns content by path. @throws naming the patch that fails. */
export function patchedFiles(patches: readonly string[] = patchFiles()): Map<string, string> {
  const upstream = readUpstream();
  ensurePristine(upstream);
  const files = touchedFiles(patches);
  const stage = mkdtempSync(path.join(tmpdir(), 'anchorite-patch-'));
  try {
    for (const file of files) {
      const from = path.join(pristineDir, file);
      if (existsSync(from)) cpSync(from, path.join(stage, file), { recursive: true });
    }
    for (const patch of patches) {
      try {
        git(['apply', '-p1', '--whitespace=nowarn', patch], stage);
      } catch (error) {
        const said = String((error as { stderr?: unknown }).stderr ?? error).trim();
        throw new Error(`${path.basename(patch)} does not apply to llama.cpp ${upstream.tag}: ${said}`, {
          cause: error,
        });
      }
    }
    return new Map(files.map((file) => [file, readFileSync(path.join(stage, file), 'utf8')]));
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

function writeIfDifferent(file: string, content: string): void {
  if (existsSync(file) && readFileSync(file, 'utf8') === content) return;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** Brings treeDir to the pinned version, with our patches (`patched`) or without (`stock`). */
export function prepareTree(kind: 'patched' | 'stock'): void {
  const upstream = readUpstream();
  ensurePristine(upstream);
  const state = path.join(treeDir, 'anchorite-tree.json');
  const version = `${upstream.commit} ${upstream.nodeLlamaCpp}`;
  const State = z.object({ version: z.string(), changed: z.array(z.string()) });
  const before = existsSync(state) ? State.parse(JSON.parse(readFileSync(state, 'utf8'))) : undefined;
  if (before?.version !== version) {
    rmSync(treeDir, { recursive: true, force: true });
    cpSync(pristineDir, treeDir, { recursive: true, preserveTimestamps: true });
  }
  const wanted = kind === 'patched' ? patchedFiles() : new Map<string, string>();
  if (kind === 'patched') {
    for (const name of readdirSync(path.join(nativeDir, 'addon'))) {
      wanted.set(path.join('addon', name), readFileSync(path.join(nativeDir, 'addon', name), 'utf8'));
    }
  }
  const changedBefore = before?.version === version ? before.changed : [];
  const note = (changed: readonly string[]) => writeFileSync(state, JSON.stringify({ version, changed }));
  // First what may be changed, then what is: an interruption in between leaves nothing that is not noted.
  note([...new Set([...changedBefore, ...wanted.keys()])]);
  for (const file of changedBefore) {
    if (wanted.has(file)) continue;
    const pristine = path.join(pristineDir, file);
    if (existsSync(pristine)) writeIfDifferent(path.join(treeDir, file), readFileSync(pristine, 'utf8'));
    else rmSync(path.join(treeDir, file), { force: true });
  }
  for (const [file, content] of wanted) writeIfDifferent(path.join(treeDir, file), content);
  note([...wanted.keys()]);
}
