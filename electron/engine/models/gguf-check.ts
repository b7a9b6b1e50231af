import { open, stat } from 'node:fs/promises';
import { GgmlType, readGgufFileInfo } from 'node-llama-cpp';
import { firstLine, ModelError } from './model-error.ts';

/** Elements and bytes of one block of each tensor type, as in ggml's type_traits; a type that is not here is not measured. */
const BLOCK: Partial<Record<keyof typeof GgmlType, readonly [elements: number, bytes: number]>> = {
  F32: [1, 4],
  F16: [1, 2],
  BF16: [1, 2],
  F64: [1, 8],
  I8: [1, 1],
  I16: [1, 2],
  I32: [1, 4],
  I64: [1, 8],
  Q4_0: [32, 18],
  Q4_1: [32, 20],
  Q5_0: [32, 22],
  Q5_1: [32, 24],
  Q8_0: [32, 34],
  Q8_1: [32, 36],
  Q2_K: [256, 84],
  Q3_K: [256, 110],
  Q4_K: [256, 144],
  Q5_K: [256, 176],
  Q6_K: [256, 210],
  Q8_K: [256, 292],
  IQ1_S: [256, 50],
  IQ1_M: [256, 56],
  IQ2_XXS: [256, 66],
  IQ2_XS: [256, 74],
  IQ2_S: [256, 82],
  IQ3_XXS: [256, 98],
  IQ3_S: [256, 110],
  IQ4_NL: [32, 18],
  IQ4_XS: [256, 136],
  TQ1_0: [256, 54],
  TQ2_0: [256, 66],
  MXFP4: [32, 17],
};

/**
 * Checks that a file is a GGUF model and is not cut short: magic, readable header, and the file reaches to the end of its last tensor.
 * Cheap (the header only), so it says nothing about damaged weights.
 * @throws ModelError 'broken-file', or 'missing-file' when there is no such file.
 */
export async function checkGgufFile(path: string): Promise<void> {
  const size = await sizeOf(path);
  const magic = await firstBytes(path, 4);
  if (magic.toString('latin1') !== 'GGUF') {
    throw new ModelError('broken-file', `${path}: not a GGUF model (its first bytes are not GGUF); give a .gguf file`);
  }
  const needed = await neededBytes(path);
  if (size < needed) {
    throw new ModelError(
      'broken-file',
      `${path}: cut short, ${String(size)} of at least ${String(needed)} bytes are there; download it again`,
    );
  }
}

async function sizeOf(path: string): Promise<number> {
  const stats = await stat(path).catch((cause: unknown) => {
    throw new ModelError('missing-file', `${path}: no such model file; check the path`, cause);
  });
  if (!stats.isFile()) throw new ModelError('missing-file', `${path}: not a file; give a .gguf file`);
  return stats.size;
}

async function firstBytes(path: string, count: number): Promise<Buffer> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw new ModelError('broken-file', `${path}: cannot be read (${firstLine(cause)})`, cause);
  }
}

/** Bytes that the file must have for the tensors that its header names. */
async function neededBytes(path: string): Promise<number> {
  const info = await readGgufFileInfo(path, {
    sourceType: 'filesystem',
    spliceSplitFiles: false,
    logWarnings: false,
  }).catch((cause: unknown) => {
    throw new ModelError('broken-file', `${path}: its header is cut short or damaged; download it again`, cause);
  });
  let needed = info.infoEndOffset ?? 0;
  for (const tensor of info.tensorInfo ?? []) {
    const type = GgmlType[tensor.ggmlType] as keyof typeof GgmlType | undefined;
    const [elements, bytes] = (type === undefined ? undefined : BLOCK[type]) ?? [1, 0];
    const count = tensor.dimensions.reduce<number>((product, dimension) => product * Number(dimension), 1);
    needed = Math.max(needed, Number(tensor.fileOffset) + (count / elements) * bytes);
  }
  return needed;
}
