/** The caches: one reading a mode, each in a context of its own, all of one document. */
import type { Result } from '../contract/engine.ts';
import { EngineError } from '../contract/errors.ts';
import type { Mode } from '../contract/reading.ts';
import { availableMemory, contextBytes, leavesEnough } from './memory.ts';
import { openSession, type LoadedModel, type Session } from './model.ts';
import { Reading, type ReadingPlan } from './reading.ts';

export interface Cache {
  readonly session: Session;
  readonly reading: Reading;
}

const OTHER: Record<Mode, Mode> = { sparse: 'dense', dense: 'sparse' };

export class Caches {
  readonly #slots: { [M in Mode]: Cache | null } = { sparse: null, dense: null };
  readonly #available: () => number;
  /** The way that was read or reused last. */
  #latest: Mode | null = null;

  /** @param available bytes of memory that can be had without swapping; default: what the system says. */
  constructor(available: () => number = availableMemory) {
    this.#available = available;
  }

  /** What each mode's cache holds. Without sparse prefill one reading serves both modes. */
  status(patched: boolean): Result<'status'>['readings'] {
    const tell = (mode: Mode) => {
      const cache = this.#slots[patched ? mode : 'dense'];
      return cache && { contextSize: cache.session.context.contextSize, metrics: cache.reading.metrics() };
    };
    return { sparse: tell('sparse'), dense: tell('dense') };
  }

  /** Every reading that is held. */
  readings(): Reading[] {
    return [this.#slots.sparse, this.#slots.dense].flatMap((cache) => (cache === null ? [] : [cache.reading]));
  }

  /**
   * The whole reading that answers a question.
   * @param mode which one; default: the one made or reused last.
   * @throws EngineError 'no-document' when it is not there or not complete.
   */
  toAsk(mode: Mode | undefined, patched: boolean): Cache {
    const wanted = patched ? (mode ?? this.#latest) : 'dense';
    const cache = wanted && this.#slots[wanted];
    if (!cache?.reading.complete) throw new EngineError('no-document', {});
    return cache;
  }

  /** Makes a whole reading the one that answers by default. */
  setLatest(cache: Cache): void {
    this.#latest = cache.reading.modeSet;
  }

  /**
   * The reading that is held where it is the same one, else a new one in an empty context of at least `size` tokens. The other
   * mode's reading stays if it is of the same document and memory allows; `droppedOther` says that memory did not.
   * @throws EngineError 'out-of-memory'.
   */
  async place(loaded: LoadedModel, plan: ReadingPlan, size: number): Promise<{ cache: Cache; droppedOther: boolean }> {
    const wanted = new Reading(plan);
    const mode = wanted.modeSet;
    const held = this.#slots[mode];
    const large = (cache: Cache | null) => cache !== null && cache.session.context.contextSize >= size;
    if (large(held) && held?.reading.key === wanted.key) {
      held.reading.asNamed(plan);
      return { cache: held, droppedOther: false };
    }
    const other = this.#slots[OTHER[mode]];
    if (other !== null && other.reading.textKey !== wanted.textKey) {
      // Another document: a context of the old one that is large enough serves on.
      if (large(held)) await this.drop(other);
      else if (large(other)) {
        await this.drop(held);
        this.#slots[OTHER[mode]] = null;
        this.#slots[mode] = other;
      } else await this.dropAll();
    }
    const { session, droppedOther } = await this.#emptySession(loaded, mode, size);
    const cache = { session, reading: wanted };
    this.#slots[mode] = cache;
    return { cache, droppedOther };
  }

  /** The context of `mode`, emptied, where it is large enough, else a new one. */
  async #emptySession(
    loaded: LoadedModel,
    mode: Mode,
    size: number,
  ): Promise<{ session: Session; droppedOther: boolean }> {
    const held = this.#slots[mode];
    if (held !== null && held.session.context.contextSize >= size) {
      this.#slots[mode] = null;
      await held.session.sequence.clearHistory();
      return { session: held.session, droppedOther: false };
    }
    await this.drop(held);
    const other = this.#slots[OTHER[mode]];
    if (other === null) return { session: await openSession(loaded, size), droppedOther: false };
    if (leavesEnough(this.#available(), await contextBytes(loaded, size), loaded.bytes)) {
      const session = await openSession(loaded, size).catch(() => null);
      if (session !== null) return { session, droppedOther: false };
    }
    await this.drop(other);
    return { session: await openSession(loaded, size), droppedOther: true };
  }

  /** Gives one cache back. */
  async drop(cache: Cache | null): Promise<void> {
    if (cache === null) return;
    for (const mode of ['sparse', 'dense'] as const) {
      if (this.#slots[mode] !== cache) continue;
      this.#slots[mode] = null;
      if (this.#latest === mode) this.#latest = null;
    }
    await cache.session.context.dispose();
  }

  /** Gives both caches back. */
  async dropAll(): Promise<void> {
    await this.drop(this.#slots.sparse);
    await this.drop(this.#slots.dense);
  }
}
