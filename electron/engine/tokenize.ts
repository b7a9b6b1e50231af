/** Tokenising a document of any length in slices, so that the process answers between them. */
import type { Token } from 'node-llama-cpp';

/** Characters of one slice; about 25 ms of work. */
export const SLICE = 64 * 1024;

/** Tokenises plain text: special tokens in it are text. `first` is false for slices that continue a text. */
export type TokenizePlain = (text: string, first: boolean) => readonly Token[];

// A single line break between two visible characters. Byte-pair tokenisers start a new word there anyway, so cutting
// behind it gives the tokens of the uncut text. Inside a run of blanks or line breaks a cut would change them.
const CLEAN_CUT = /[^\s](\r?\n)(?=[^\s])/g;

/**
 * Where to end the slice that starts at `start`: behind the last clean line break before `start + size`, else behind the
 * last line break or blank, else at `start + size` without splitting a surrogate pair. Depends on the text alone.
 */
export function sliceEnd(text: string, start: number, size = SLICE): number {
  const limit = start + size;
  if (limit >= text.length) return text.length;
  // One character more than the slice, to see whether the text after a line break at its end is visible.
  const window = text.slice(start, limit + 1);
  let clean = -1;
  CLEAN_CUT.lastIndex = 0;
  for (const match of window.matchAll(CLEAN_CUT)) clean = match.index + match[0].length;
  if (clean > 0 && clean <= size) return start + clean;
  const line = text.lastIndexOf('\n', limit - 1) + 1;
  if (line > start) return line;
  const blank = text.lastIndexOf(' ', limit - 1);
  if (blank > start) return blank; // byte-pair tokens carry their blank in front, so cut before it
  const code = text.charCodeAt(limit - 1);
  return code >= 0xd800 && code <= 0xdbff && size > 1 ? limit - 1 : limit;
}

/**
 * Tokens of `text`, slice by slice, giving the event loop a turn after each.
 * @param onSlice called after each slice with the number of tokens so far.
 * @throws the signal's reason when it is aborted.
 */
export async function tokenizeInSlices(
  text: string,
  tokenize: TokenizePlain,
  options: { signal?: AbortSignal; onSlice?: (tokens: number) => void; size?: number } = {},
): Promise<Token[]> {
  const tokens: Token[] = [];
  for (let start = 0; start < text.length;) {
    options.signal?.throwIfAborted();
    const end = sliceEnd(text, start, options.size);
    for (const token of tokenize(text.slice(start, end), start === 0)) tokens.push(token);
    options.onSlice?.(tokens.length);
    start = end;
    await new Promise((resume) => setImmediate(resume));
  }
  return tokens;
}
