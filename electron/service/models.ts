/** The catalogue's models on this machine: which are there, and the one that is being downloaded. */
import { basename, resolve } from 'node:path';
import { EngineError, oneLine } from '../contract/errors.ts';
import type { CatalogueModel, ModelFileState } from '../contract/models.ts';
import { DEFAULT_PRESET } from '../contract/presets.ts';
import { EngineHost } from '../engine/host.ts';
import type { LaunchEngine } from '../engine/launch.ts';
import { readCatalogue, type ModelEntry } from '../engine/models/catalogue.ts';
import { listModelFiles, removePartial } from '../engine/models/model-files.ts';
import { Download } from './download.ts';
import { isCancel } from './failures.ts';
import { bestOf, recommend } from './recommend.ts';
import type { StateHolder } from './state.ts';
import type { ModelTarget } from './supervisor.ts';

/** Entries of the catalogue that are for trying things out. */
const DEMO_MODELS = new Set(['starter']);

export interface ModelsOptions {
  state: StateHolder;
  launch: LaunchEngine;
  /** Where models are kept; undefined: the user's cache folder. The engine process has to look there too. */
  cacheDir: string | undefined;
  /** A download has ended with its file in place. */
  onDownloaded: (target: ModelTarget) => void;
}

export class Models {
  readonly #options: ModelsOptions;
  readonly #catalogue: ModelEntry[] = readCatalogue();
  #paths = new Map<string, string>();
  #download: Download | null = null;

  constructor(options: ModelsOptions) {
    this.#options = options;
  }

  /** Looks at the disk. What a download under way and a failure have to say stays. */
  async refresh(): Promise<void> {
    const files = await listModelFiles(this.#catalogue, this.#options.cacheDir);
    this.#paths = new Map(files.map(({ entry, path }) => [entry.id, path]));
    const before = this.#options.state.now.models;
    const models = files.map(({ entry, present, partialBytes }) => {
      const known = before.find(({ id }) => id === entry.id)?.file;
      const found: ModelFileState = present
        ? { kind: 'ready' }
        : partialBytes > 0
          ? { kind: 'paused', bytesDone: partialBytes }
          : { kind: 'absent' };
      const busy = known?.kind === 'downloading' && this.#download?.id === entry.id;
      const file = busy || (known?.kind === 'failed' && !present) ? known : found;
      return this.#shown(entry, file);
    });
    const { machine } = this.#options.state.now;
    this.#options.state.set({ models, recommendation: recommend(models, machine) });
  }

  /** The model to load at the start: the given one where its file is there, else the best one that is there. */
  async startTarget(wanted: string | null, isFile: (path: string) => Promise<boolean>): Promise<ModelTarget | null> {
    const { models, machine } = this.#options.state.now;
    const present = models.filter(({ file }) => file.kind === 'ready');
    if (wanted !== null) {
      if (present.some(({ id }) => id === wanted)) return this.target(wanted);
      if (!this.#paths.has(wanted) && (await isFile(wanted))) return ownModel(wanted);
    }
    const best = bestOf(present, machine);
    return best === undefined ? null : this.target(best.id);
  }

  /** @throws EngineError 'model-unavailable' when there is no such model or its file is not there. */
  target(id: string): ModelTarget {
    const model = this.#model(id);
    const path = this.#paths.get(id);
    if (path === undefined || model.file.kind !== 'ready') {
      throw unavailable('missing-file', `${model.name} is not on this machine yet; download it first`);
    }
    return { id, path, title: model.name, preset: DEFAULT_PRESET };
  }

  /**
   * Begins or continues a download and returns at once.
   * @throws EngineError 'busy' while another one runs, 'model-unavailable' for an unknown model.
   */
  download(id: string): void {
    const model = this.#model(id);
    if (this.#download?.id === id) return;
    if (this.#download !== null) {
      throw new EngineError('busy', { running: `the download of ${this.#model(this.#download.id).name}` });
    }
    if (model.file.kind === 'ready') {
      this.#options.onDownloaded(this.target(id));
      return;
    }
    const bytesDone = 'bytesDone' in model.file ? model.file.bytesDone : 0;
    const host = new EngineHost({ launch: this.#options.launch });
    this.#download = new Download({
      id,
      host,
      start: { model: id, phase: 'connect', bytesDone, bytesTotal: model.sizeBytes },
      onChange: (file) => this.#setFile(id, file),
    });
    void this.#finish(this.#download);
  }

  /** Stops the download and waits until it has stopped. @throws EngineError 'model-unavailable' for an unknown model. */
  async pause(id: string): Promise<void> {
    this.#model(id);
    if (this.#download?.id === id) await this.#download.pause();
  }

  /** Stops the download and removes what has arrived. @throws ModelError 'in-use' while another process downloads it. */
  async discard(id: string): Promise<void> {
    await this.pause(id);
    const entry = this.#catalogue.find((model) => model.id === id);
    if (entry === undefined || this.#model(id).file.kind === 'ready') return;
    await removePartial(entry, this.#options.cacheDir);
    this.#setFile(id, { kind: 'absent' });
    await this.refresh();
  }

  async stop(): Promise<void> {
    await this.#download?.end();
  }

  async #finish(download: Download): Promise<void> {
    let file: ModelFileState | null = null;
    try {
      await download.run();
    } catch (error) {
      const bytesDone = await this.#keptBytes(download.id);
      if (!isCancel(error)) file = { kind: 'failed', message: failureText(error), bytesDone };
    }
    this.#download = null;
    if (file !== null) this.#setFile(download.id, file);
    // Without a failure to show, what is on the disk decides.
    await this.refresh();
    download.released();
    if (this.#model(download.id).file.kind === 'ready') this.#options.onDownloaded(this.target(download.id));
  }

  async #keptBytes(id: string): Promise<number> {
    const files = await listModelFiles(this.#catalogue, this.#options.cacheDir);
    return files.find(({ entry }) => entry.id === id)?.partialBytes ?? 0;
  }

  #shown({ id, name, licence, sizeBytes, contextLength, preset, note }: ModelEntry, file: ModelFileState) {
    return { id, name, licence, sizeBytes, contextLength, preset, note, demo: DEMO_MODELS.has(id), file };
  }

  #model(id: string): CatalogueModel {
    const model = this.#options.state.now.models.find((other) => other.id === id);
    if (model === undefined) throw unavailable('unknown-model', `no model is called ${JSON.stringify(id)}`);
    return model;
  }

  #setFile(id: string, file: ModelFileState): void {
    const models = this.#options.state.now.models.map((model) => (model.id === id ? { ...model, file } : model));
    this.#options.state.set({ models });
  }
}

/** A GGUF file of the user's own. */
export function ownModel(path: string): ModelTarget {
  const whole = resolve(path);
  return { id: whole, path: whole, title: basename(whole, '.gguf'), preset: DEFAULT_PRESET };
}

function unavailable(kind: string, detail: string): EngineError {
  return new EngineError('model-unavailable', { kind, detail });
}

function failureText(error: unknown): string {
  if (error instanceof EngineError && error.code === 'engine-exited') {
    return `The download's process ended (${(error as EngineError<'engine-exited'>).data.how}); what has arrived is kept. Try again, and see that the disk is not full.`;
  }
  return error instanceof EngineError ? error.message : oneLine(error);
}
