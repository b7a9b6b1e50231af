/** Keeping node-llama-cpp's idea of the cache and the cache itself in step. The only file that reads its internals. */
import type { LlamaContextSequence } from 'node-llama-cpp';

interface Internals {
  _sequenceId: number;
  _context: {
    _ctx: {
      getSequenceKvCacheMaxPosition(sequenceId: number): number;
      removeTokenCellsFromSequence(sequenceId: number, start: number, end: number): boolean;
    };
  };
}

function internals(sequence: LlamaContextSequence): { id: number; native: Internals['_context']['_ctx'] } {
  const inside = sequence as unknown as Internals;
  return { id: inside._sequenceId, native: inside._context._ctx };
}

/** Highest position in the cache, -1 when it is empty. */
export function lastPosition(sequence: LlamaContextSequence): number {
  const { id, native } = internals(sequence);
  return native.getSequenceKvCacheMaxPosition(id);
}

/**
 * Cuts the cache back to its first `length` tokens, after a decode that failed too: such a decode may leave cells that
 * node-llama-cpp never counted, which would break the order of cells that sparse reading relies on.
 * @throws Error when the cache holds fewer than `length` tokens or cannot be cut.
 */
export async function cutBack(sequence: LlamaContextSequence, length: number): Promise<void> {
  const counted = sequence.nextTokenIndex;
  const last = lastPosition(sequence);
  if (last >= counted) {
    const { id, native } = internals(sequence);
    if (!native.removeTokenCellsFromSequence(id, counted, last + 1)) throw new Error('the cache cannot be cut');
  }
  if (counted > length) await sequence.eraseContextTokenRanges([{ start: length, end: counted }]);
  const [now, position] = [sequence.nextTokenIndex, lastPosition(sequence)];
  if (now !== length || position !== length - 1) {
    throw new Error(`the cache is out of step: ${now} tokens counted, last position ${position}, wanted ${length}`);
  }
}
