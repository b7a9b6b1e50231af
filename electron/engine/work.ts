/** What the port asks of an engine. Apart from the engine itself, so that the port runs without llama.cpp. */
import type { EventData, EventName, METHODS, Method, Result, INSTANT_METHODS } from '../contract/engine.ts';
import type { z } from 'zod';

/** What a piece of work is given by whoever asked for it. */
export interface Work {
  signal: AbortSignal;
  emit: <E extends EventName>(event: E, data: EventData<E>) => void;
}

/** Methods that compute, one at a time. */
export type WorkMethod = Exclude<Method, (typeof INSTANT_METHODS)[number]>;

/** One function for each of them, and the state that can be told at any time. */
export type Doing = {
  [M in WorkMethod]: (params: z.output<(typeof METHODS)[M]['params']>, work: Work) => Promise<Result<M>>;
} & { status(): Omit<Result<'status'>, 'running'> };
