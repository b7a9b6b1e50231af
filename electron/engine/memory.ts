/** Whether the machine has memory for another context beside the one that is there. */
import type { LoadedModel } from './model.ts';

const MIB = 1024 * 1024;

/**
 * What has to stay available once a second context is there, besides the model's file: llama.cpp's scratch of an answer (some tens
 * of MiB) and what other programs take while a document is read. With less a desktop begins to swap.
 */
const SPARE_BYTES = 512 * MIB;

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
