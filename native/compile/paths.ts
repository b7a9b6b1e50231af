/** Where the native build lives. Everything below native/.build can be deleted at any time. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const repoDir = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const nativeDir = path.join(repoDir, 'native');
export const kernelsDir = path.join(repoDir, 'kernels');
export const workDir = path.join(nativeDir, '.build');
/** node-llama-cpp's CMake project with llama.cpp beside it. */
export const treeDir = path.join(workDir, 'tree');
export const cmakeDir = path.join(workDir, 'cmake');
/** Laid out as node-llama-cpp's localBuilds/<folder>: Release/, _nlcBuildMetadata.json, buildDone.status. */
export const outputDir = path.join(workDir, 'out');
/** Libraries of the same tree and flags without our patches, for the bit-for-bit test. */
export const stockDir = path.join(workDir, 'stock');

/** The installed node-llama-cpp package. */
export function nodeLlamaCppDir(): string {
  return path.resolve(path.dirname(createRequire(import.meta.url).resolve('node-llama-cpp')), '..');
}
