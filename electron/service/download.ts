/** One download, in an engine process of its own: a failure there cannot touch the model that answers. */
import type { ModelFileState, ModelProgress } from '../contract/models.ts';
import type { EngineHost } from '../engine/host.ts';
import { SpeedWindow } from './speed-window.ts';

/** Between two reports, milliseconds. */
const EVERY_MS = 250;
/** How long a download may take to lay down its lock when the program ends, in milliseconds. */
const END_MS = 1500;

export interface DownloadOptions {
  id: string;
  host: EngineHost;
  /** What to show until the first report. */
  start: ModelProgress;
  onChange: (file: ModelFileState) => void;
}

export class Download {
  readonly id: string;
  readonly #options: DownloadOptions;
  readonly #abort = new AbortController();
  readonly #speed = new SpeedWindow();
  #progress: ModelProgress;
  #lastShown = -Infinity;
  /** Resolves when its process is gone and its last state is shown. */
  readonly #over: Promise<void>;
  released: () => void = () => undefined;

  constructor(options: DownloadOptions) {
    this.#options = options;
    this.id = options.id;
    this.#progress = options.start;
    this.#over = new Promise((resolve) => (this.released = resolve));
  }

  /** Downloads until the file is in place. @throws EngineError; 'cancelled' after a pause. */
  async run(): Promise<void> {
    this.#show();
    const { host, id } = this.#options;
    try {
      await host.request(
        'fetchModel',
        { id },
        {
          signal: this.#abort.signal,
          onEvent: (event, data) => {
            if (event === 'model.fetching') this.#report(data as ModelProgress);
          },
        },
      );
    } finally {
      await host.stop();
    }
  }

  /** Stops it, keeps what has arrived, and waits for its end. */
  async pause(): Promise<void> {
    this.#abort.abort();
    this.#show();
    await this.#over;
  }

  /** Stops it for good, soon. */
  async end(): Promise<void> {
    this.#abort.abort();
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([this.#over, new Promise((resolve) => (timer = setTimeout(resolve, END_MS)))]);
    clearTimeout(timer);
    await this.#options.host.stop();
  }

  #report(progress: ModelProgress): void {
    const now = performance.now();
    if (progress.phase === 'download') this.#speed.add(progress.bytesDone, now);
    const another = progress.phase !== this.#progress.phase;
    this.#progress = progress;
    if (another || now - this.#lastShown >= EVERY_MS) this.#show();
  }

  #show(): void {
    this.#lastShown = performance.now();
    this.#options.onChange({
      kind: 'downloading',
      progress: this.#progress,
      bytesPerSecond: this.#progress.phase === 'download' ? this.#speed.bytesPerSecond : null,
      stopping: this.#abort.signal.aborted,
    });
  }
}
