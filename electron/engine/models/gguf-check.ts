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

/** What is wrong with a file, as a clause, and what to do about it. */
export interface GgufProblem {
  what: string;
  advice: string;
}

/**
 * Checks that a file is a GGUF model and is not cut short: magic, readable header, and the file reaches to the end of its last tensor.
 * Cheap (the header only), so it says nothing about damaged weights.
 * @throws ModelError 'broken-file', or 'missing-file' when there is no such file.
 */
export async function checkGgufFile(path: string): Promise<void> {
  const stats = await stat(path).catch((cause: unknown) => {
    throw new ModelError('missing-file', `${path}: no such model file; check the path`, cause);
  });
  if (!stats.isFile()) throw new ModelError('missing-file', `${path}: not a file; give a .gguf file`);
  const problem = await ggufProblem(path);
  if (problem !== null) throw new ModelError('broken-file', `${path}: ${problem.what}; ${problem.advice}`);
}

/** What checkGgufFile finds wrong with a file that is there; null when nothing. */
export async function ggufProblem(path: string): Promise<GgufProblem | null> {
  let magic: Buffer;
  try {
    magic = await firstBytes(path, 4);
  } catch (cause) {
    return { what: `it cannot be read (${firstLine(cause)})`, advice: 'see that you may read it' };
  }
  if (magic.toString('latin1') !== 'GGUF') {
    return { what: 'not a GGUF model, its first bytes are not GGUF', advice: 'give a .gguf file' };
  }
  const needed = await neededBytes(path).catch(() => null);
  const advice = 'download it again';
  if (needed === null) return { what: 'its header is cut short or damaged', advice };
  const { size } = await stat(path);
  if (size >= needed) return null;
  return { what: `cut short, ${String(size)} of at least ${String(needed)} bytes are there`, advice };
}

async function firstBytes(path: string, count: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Bytes that the file must have for the tensors that its header names. */
async function neededBytes(path: string): Promise<number> {
  const info = await readGgufFileInfo(path, {
    sourceType: 'filesystem',
    spliceSplitFiles: false,
    logWarnings: false,
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
