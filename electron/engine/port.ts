/** The engine's side of its port: checks every message, runs one piece of work at a time, answers the rest at once. */
import type { z } from 'zod';
import { EVENTS, METHODS, requestSchema, type Outgoing, type Params, type Request } from '../contract/engine.ts';
import { EngineError, toWire } from '../contract/errors.ts';
import type { Doing, Work, WorkMethod } from './work.ts';

/** Where messages go; a process, a utility process or a test. */
export interface Channel {
  post(message: Outgoing): void;
}

export class EnginePort {
  readonly #engine: Doing;
  readonly #channel: Channel;
  #running: { id: number; method: WorkMethod; abort: AbortController } | null = null;
  readonly #started = performance.now();

  constructor(engine: Doing, channel: Channel) {
    this.#engine = engine;
    this.#channel = channel;
  }

  /** Tells the other side that requests are taken. */
  open(): void {
    this.#channel.post({ kind: 'ready' });
  }

  /** Takes one message and answers it. Never throws: what goes wrong becomes a failure with a code. */
  async receive(message: unknown): Promise<void> {
    const request = requestSchema.safeParse(message);
    if (!request.success) {
      const id = (message as { id?: unknown } | null)?.id;
      this.#fail(
        Number.isInteger(id) ? (id as number) : -1,
        new EngineError('bad-request', { detail: problem(request.error) }),
      );
      return;
    }
    const { id, method } = request.data;
    try {
      const result = await this.#run(request.data);
      this.#channel.post({ kind: 'reply', id, ok: true, result: METHODS[method].result.parse(result) });
    } catch (error) {
      this.#fail(id, error);
    }
  }

  async #run({ id, method, params }: Request): Promise<unknown> {
    const checked = METHODS[method].params.safeParse(params ?? {});
    if (!checked.success) throw new EngineError('bad-request', { detail: `${method}: ${problem(checked.error)}` });
    switch (method) {
      case 'ping':
        return { uptimeMs: performance.now() - this.#started };
      case 'status':
        return { ...this.#engine.status(), running: this.#running?.method ?? null };
      case 'cancel': {
        const found = this.#running?.id === (checked.data as Params<'cancel'>).id;
        if (found) this.#running?.abort.abort();
        return { found };
      }
      default: {
        const run = this.#engine[method].bind(this.#engine) as (params: unknown, work: Work) => Promise<unknown>;
        return await this.#alone(id, method, (work) => run(checked.data, work));
      }
    }
  }

  async #alone<T>(id: number, method: WorkMethod, run: (work: Work) => Promise<T>): Promise<T> {
    if (this.#running !== null) throw new EngineError('busy', { running: this.#running.method });
    const abort = new AbortController();
    this.#running = { id, method, abort };
    try {
      return await run({
        signal: abort.signal,
        emit: (event, data) => this.#channel.post({ kind: 'event', id, event, data: EVENTS[event].parse(data) }),
      });
    } finally {
      this.#running = null;
    }
  }

  #fail(id: number, error: unknown): void {
    this.#channel.post({ kind: 'failure', id, error: toWire(error) });
  }
}

function problem(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return 'not as agreed';
  return issue.path.length === 0 ? issue.message : `${issue.path.join('.')}: ${issue.message}`;
}
