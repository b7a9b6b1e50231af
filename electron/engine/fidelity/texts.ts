/** The texts on which fidelity is measured, as tokens: one that copies itself, which sparse reading finds hard, and prose. */
import { readFile } from 'node:fs/promises';
import type { Token } from 'node-llama-cpp';
import { assetPath } from '../assets.ts';
import type { LoadedModel } from '../model.ts';
import { tokenizeInSlices } from '../tokenize.ts';

/** Rows whose next-token distributions are compared: the last of the text. */
export const MEASURED_ROWS = 512;
/** Of them, the rows that run dense when the question does. */
export const QUESTION_ROWS = 256;
/** A shorter text has no passage at a quarter of its depth that ends before its copy begins. */
export const FEWEST_TOKENS = 3 * MEASURED_ROWS;

export type TextKind = 'copying' | 'prose';

/**
 * Where texts come from. `evaluation` takes the beginning of long files, `calibration` what lies behind all but the longest
 * evaluations, so that no preset is chosen on the text that judges it.
 */
export type TextUse = 'evaluation' | 'calibration';

const FILES: Record<TextUse, Record<TextKind, string[]>> = {
  evaluation: { copying: ['texts', 'source-code.txt'], prose: ['texts', 'moby-dick-later.txt'] },
  calibration: { copying: ['texts', 'source-code.txt'], prose: ['samples', 'moby-dick.txt'] },
};

/**
 * `count` tokens for a measurement; the start token stands first where the model wants one.
 * @throws RangeError when `count` is below FEWEST_TOKENS or the file has too few tokens, with both numbers.
 */
export async function measuredText(
  loaded: LoadedModel,
  kind: TextKind,
  use: TextUse,
  count: number,
  signal?: AbortSignal,
): Promise<Token[]> {
  const text = await readFile(assetPath(...FILES[use][kind]), 'utf8');
  const all = await tokenizeInSlices(text, loaded.prompt.plain, signal === undefined ? {} : { signal });
  const { bos, shouldPrependBosToken } = loaded.model.tokens;
  const start = shouldPrependBosToken && bos !== null ? [bos] : [];
  const fromEnd = use === 'calibration' && kind === 'copying';
  return [...start, ...cutText(all, kind, count - start.length, fromEnd)];
}

/** Cuts `count` tokens out of a file's; those of kind copying end with a copy. @throws RangeError as measuredText does. */
export function cutText(all: readonly Token[], kind: TextKind, count: number, fromEnd = false): Token[] {
  if (count < FEWEST_TOKENS - 1) throw new RangeError(`a measurement needs ${FEWEST_TOKENS} tokens, not ${count}`);
  const own = kind === 'copying' ? count - MEASURED_ROWS : count;
  if (all.length < own) throw new RangeError(`the text for measurements has ${all.length} tokens of ${own} needed`);
  const cut = fromEnd ? all.slice(all.length - own) : all.slice(0, own);
  if (kind === 'prose') return cut;
  const passage = Math.floor(count / 4);
  return [...cut, ...cut.slice(passage, passage + MEASURED_ROWS)];
}
