/** Whether the machine has memory for another context beside the one that is there. */
import { readFileSync } from 'node:fs';
import { freemem } from 'node:os';
import type { LoadedModel } from './model.ts';

const MIB = 1024 * 1024;

/**
 * What has to stay available once a second context is there, besides the model's file: llama.cpp's scratch of an answer (some tens
 * of MiB) and what other programs take while a document is read. With less a desktop begins to swap.
 */
const SPARE_BYTES = 512 * MIB;

/** Where Linux tells of a container's memory, in its newer and its older layout. */
const CONTAINER_STATS = ['/sys/fs/cgroup/memory.stat', '/sys/fs/cgroup/memory/memory.stat'];

/** Bytes of memory that can be had without swapping, in a container no more than it may still take. */
export function availableMemory(): number {
  // Node.js counts a container's cached files as taken, among them a model that was just downloaded; they give way like those of a machine.
  return Math.min(freemem(), process.availableMemory() + containersCachedFiles());
}

function containersCachedFiles(): number {
  for (const file of CONTAINER_STATS) {
    try {
      return cachedFileBytes(readFileSync(file, 'utf8'));
    } catch {
      // Not Linux, or the other layout.
    }
  }
  return 0;
}

/** Bytes of files in memory by a memory.stat; the older layout has them for the group alone and, as "total", with all below it. */
export function cachedFileBytes(stat: string): number {
  const sum = (lines: RegExp) => [...stat.matchAll(lines)].reduce((bytes, [, value]) => bytes + Number(value), 0);
  return sum(/^total_(?:in)?active_file (\d+)$/gm) || sum(/^(?:in)?active_file (\d+)$/gm);
}

/**
 * Whether a context of `contextBytes` leaves enough. The model's file is mapped, so the system counts its pages as available; but
 * every token reads all of them, and once they have to give way each token waits for the disk. So the floor counts them as taken.
 * @param available bytes that can be had without swapping, the mapped file among them.
 */
export function leavesEnough(available: number, contextBytes: number, modelBytes: number): boolean {
  return available - contextBytes >= modelBytes + SPARE_BYTES;
}

/** Bytes that a context of `size` tokens takes, its scratch included; an estimate of node-llama-cpp. */
export async function contextBytes(loaded: LoadedModel, size: number): Promise<number> {
  const { cpuRam } = await loaded.model.fileInsights.estimateContextResourceRequirementsV2({
    contextSize: size,
    modelGpuLayers: 0,
    batchSize: Math.min(loaded.microBatch, size),
    sequences: 1,
    flashAttention: true,
    swaFullCache: true,
  });
  return cpuRam;
}
