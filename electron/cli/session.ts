/** What every command does first: make the model available, start the engine, load it, read the document. */
import type { OnEvent } from '../engine/host.ts';
import { EngineHost } from '../engine/host.ts';
import { EngineError } from '../contract/errors.ts';
import type { ModelInfo } from '../contract/models.ts';
import type { AskParams, AskResult, ReadDocumentParams, ReadDocumentResult } from '../contract/reading.ts';
import { DEFAULT_PRESET, type Preset } from '../contract/presets.ts';
import { ensureModel } from '../engine/models/ensure-model.ts';
import { ProgressLine } from './progress.ts';
import { modelLine, progressLine } from './report.ts';

/** One engine for one command. Progress goes to standard error. */
export class CliSession {
  readonly #host = new EngineHost();
  readonly #progress = new ProgressLine();
  readonly #abort = new AbortController();
  /** The preset where none is asked for; the engine knows what it stands for with the loaded model. */
  readonly preset: Preset = DEFAULT_PRESET;

  /** Ends what runs; it then fails with 'cancelled'. */
  interrupt(): void {
    this.#abort.abort();
  }

  /**
   * Makes the model available (downloads it where needed) and loads it.
   * @param options `microBatch` as loadModel takes it, for measurements.
   * @throws ModelError, EngineError.
   */
  async openModel(
    idOrFile: string,
    threads: number | undefined,
    options: { microBatch?: number } = {},
  ): Promise<ModelInfo> {
    const { path } = await this.#interruptible(
      ensureModel(idOrFile, {
        signal: this.#abort.signal,
        onProgress: (progress) => this.#progress.show(modelLine(progress)),
      }),
    );
    const onEvent: OnEvent = (event, data) => {
      if (event === 'model.loading')
        this.#progress.show(`loading ${idOrFile}: ${Math.round((data as { fraction: number }).fraction * 100)}%`);
    };
    return await this.#request(() =>
      this.#host.request(
        'loadModel',
        { path, ...options, ...(threads === undefined ? {} : { threads }) },
        { onEvent, signal: this.#abort.signal },
      ),
    );
  }

  /** Reads a document, with progress. @throws EngineError. */
  async read(params: ReadDocumentParams): Promise<ReadDocumentResult> {
    const onEvent: OnEvent = (event, data) => {
      if (event === 'reading.progress') this.#progress.show(progressLine(data as Parameters<typeof progressLine>[0]));
    };
    return await this.#request(() =>
      this.#host.request('readDocument', params, { onEvent, signal: this.#abort.signal }),
    );
  }

  /** Asks, handing on the text as it comes. `signal` stops this one answer. @throws EngineError. */
  async ask(params: AskParams, onText: (text: string) => void, signal?: AbortSignal): Promise<AskResult> {
    const onEvent: OnEvent = (event, data) => {
      if (event === 'answer.token') onText((data as { text: string }).text);
    };
    return await this.#host.request('ask', params, {
      onEvent,
      signal: signal === undefined ? this.#abort.signal : AbortSignal.any([signal, this.#abort.signal]),
    });
  }

  /** Waits for something that knows abort signals only; an abort becomes 'cancelled'. */
  async interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return await this.#interruptible(work(this.#abort.signal));
  }

  /** Ends the engine process. */
  async close(): Promise<void> {
    this.#progress.clear();
    await this.#host.stop();
  }

  async #interruptible<T>(work: Promise<T>): Promise<T> {
    return await this.#request(async () => {
      try {
        return await work;
      } catch (error) {
        if (this.#abort.signal.aborted) throw new EngineError('cancelled', {}, error);
        throw error;
      }
    });
  }

  async #request<T>(request: () => Promise<T>): Promise<T> {
    try {
      return await request();
    } finally {
      this.#progress.clear();
    }
  }
}
