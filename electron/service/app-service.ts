/** What answers the page, the same for the window and the browser: every method of the app's contract. */
import { stat } from 'node:fs/promises';
import type { z } from 'zod';
import {
  APP_METHODS,
  appCall,
  type AppMessage,
  type AppMethod,
  type AppReply,
  type AppResult,
} from '../contract/app.ts';
import { EngineError, toWire } from '../contract/errors.ts';
import type { AppState } from '../contract/state.ts';
import { assetPath } from '../engine/assets.ts';
import { ParserHost } from '../documents/parser-host.ts';
import { EngineHost } from '../engine/host.ts';
import type { LaunchEngine } from '../engine/launch.ts';
import { Library } from '../library/library.ts';
import { AnswerWork } from './answer-work.ts';
import { CalibrationWork } from './calibration-work.ts';
import type { Dialogs } from './dialogs.ts';
import { Documents, type OpenDocument } from './documents.ts';
import { asPageError } from './failures.ts';
import { makeHandlers, type Handlers, type ParsedParams } from './handlers.ts';
import { Imports } from './imports.ts';
import { Intake } from './intake.ts';
import { Jobs } from './jobs.ts';
import { thisMachine } from './machine.ts';
import { Models } from './models.ts';
import { originalBytes } from './originals.ts';
import { PaceHistory } from './pace-history.ts';
import type { Parse } from './parser.ts';
import { QuietWork } from './quiet-work.ts';
import { ReadWork } from './read-work.ts';
import { Readings } from './readings.ts';
import type { Send } from './send.ts';
import { DEFAULT_SETTINGS, SettingsStore } from './settings-store.ts';
import { Sizes } from './sizes.ts';
import { StateHolder } from './state.ts';
import { Supervisor, type ModelTarget } from './supervisor.ts';

export interface AppServiceOptions {
  /** Where library.sqlite, settings.json and pace.json are kept; made where it is not there. */
  dataFolder: string;
  launchEngine: LaunchEngine;
  host: AppState['host'];
  /** The bundled thread of the library; default: its source. */
  libraryEntry?: string;
  launchParser: LaunchEngine;
  /** Parses in place of the process that launchParser starts, for tests. */
  parse?: Parse;
  dialogs?: Dialogs;
  onMessage: (message: AppMessage) => void;
  /** Where the catalogue's models are; default: the user's cache folder. The engine process has to look there too. */
  cacheDir?: string;
  /** Catalogue id or GGUF file to load at the start in place of the one in the settings. */
  startModel?: string;
  /** What goes into the program's log besides the faults of the state; default: nowhere. */
  log?: (text: string) => void;
  /** For tests, in milliseconds: until an engine that is not ready counts as not started, and until a cancel may end the engine. */
  patience?: { startMs?: number; cancelMs?: number };
}

export class AppService {
  readonly #options: AppServiceOptions;
  readonly #state: StateHolder;
  readonly #settings: SettingsStore;
  readonly #pace: PaceHistory;
  readonly #models: Models;
  readonly #supervisor: Supervisor;
  readonly #library: Library;
  readonly #documents: Documents;
  readonly #parser: ParserHost;
  readonly #imports: Imports;
  readonly #intake: Intake;
  readonly #sizes: Sizes;
  readonly #jobs: Jobs;
  readonly #quiet: QuietWork;
  readonly #reading: ReadWork;
  readonly #handlers: Handlers;
  /** A model that was downloaded while the engine was busy for the user. */
  #loadLater: ModelTarget | null = null;
  #ended = false;

  constructor(options: AppServiceOptions) {
    this.#options = options;
    const { dataFolder, launchEngine, cacheDir } = options;
    const send: Send = (event, data) => {
      if (!this.#ended) options.onMessage({ event, data });
    };
    const state = new StateHolder(firstState(options.host), (change) => send('state', change));
    this.#state = state;
    this.#settings = new SettingsStore(dataFolder, state);
    const pace = new PaceHistory(dataFolder);
    this.#pace = pace;
    this.#models = new Models({
      state,
      launch: launchEngine,
      cacheDir,
      onDownloaded: (target) => this.#downloaded(target),
    });
    const library = new Library({ folder: dataFolder, entry: options.libraryEntry });
    this.#library = library;
    const documents = new Documents({
      state,
      library,
      onOpened: (document) => this.#opened(document),
      onClosed: (id) => this.#closed(id),
    });
    this.#documents = documents;
    const parser = new ParserHost({ launch: options.launchParser });
    this.#parser = parser;
    const imports = new Imports(state);
    this.#imports = imports;
    const libraryChanged = () => state.set({ libraryRevision: state.now.libraryRevision + 1 });
    const intake = new Intake({
      library,
      documents,
      imports,
      parse: options.parse ?? ((path, parsing) => parser.parse(path, parsing)),
      sample: assetPath('samples', 'moby-dick.txt'),
      onChange: libraryChanged,
    });
    this.#intake = intake;
    const jobs = new Jobs({
      onActivity: (activity) => state.set({ activity }),
      onFree: () => this.#free(),
      endEngine: () => this.#supervisor.restart(),
      patienceMs: options.patience?.cancelMs,
    });
    this.#jobs = jobs;
    const readings = new Readings(documents);
    const supervisor = new Supervisor({
      host: new EngineHost({ launch: launchEngine, startMs: options.patience?.startMs }),
      state,
      during: () => (jobs.running === null ? null : `while ${jobs.running.title}`),
      quiet: () => jobs.yieldQuiet(),
      onLost: () => readings.lost(),
      onReady: (model) => {
        this.#sizes.modelReady(model);
        this.#free();
      },
      log: (text) => options.log?.(text),
      patienceMs: options.patience?.cancelMs,
    });
    this.#supervisor = supervisor;
    const sizes = new Sizes({ documents, pace, supervisor });
    this.#sizes = sizes;
    this.#quiet = new QuietWork({ documents, jobs, sizes, pace, supervisor, send });
    this.#reading = new ReadWork({ documents, readings, sizes, pace, supervisor, send });
    this.#handlers = makeHandlers({
      state,
      documents,
      library,
      imports,
      intake,
      libraryChanged,
      models: this.#models,
      jobs,
      supervisor,
      reading: this.#reading,
      answers: new AnswerWork({ documents, reading: this.#reading, supervisor, send }),
      calibration: new CalibrationWork({ pace, sizes, supervisor, send }),
      settings: this.#settings,
      dialogs: options.dialogs,
      useModel: (target) => this.#use(target),
      startAgain: () => this.#startAgain(),
    });
  }

  /**
   * Reads what was kept, starts the engine and begins to load a model; how that goes on is in the state.
   * @throws EngineError 'library-unavailable' when everything else has started: the library's file cannot be used
   */
  async start(): Promise<void> {
    const restored = this.#documents.restore();
    restored.catch(() => undefined);
    await Promise.all([this.#settings.load(), this.#pace.load(), this.#models.refresh()]);
    const target = await this.#startTarget();
    void this.#supervisor.bringUp(target);
    await restored;
    void this.#library.sweep().catch(() => undefined);
  }

  /** Answers a call of the page. Never throws: what goes wrong is in the reply. What it changed in the state is told before. */
  async handle(call: unknown): Promise<AppReply> {
    return await this.#replied(async () => {
      const { method, params } = checked(appCall, call, 'call');
      return await this.#call(method, params);
    });
  }

  /** Opens a file or folder that the user named outside the page, such as on the command line. Never throws. */
  async openPath(path: string): Promise<AppReply> {
    return await this.#replied(() => this.#intake.open(path));
  }

  /** The original of a document of the library, for the reader; null where there is none to show. Never throws. */
  async original(id: string): Promise<Buffer | null> {
    try {
      return await originalBytes(this.#library, await this.#library.store.document(id));
    } catch {
      return null;
    }
  }

  /** Ends the engine, imports and a download, whatever they do; what has arrived of the download is kept. */
  async stop(): Promise<void> {
    this.#ended = true;
    await Promise.all([this.#supervisor.stop(), this.#models.stop(), this.#imports.stop()]);
    await Promise.all([this.#library.close(), this.#parser.close()]);
    await Promise.all([this.#settings.settled(), this.#pace.settled()]);
  }

  async #replied(answer: () => Promise<unknown>): Promise<AppReply> {
    try {
      return { ok: true, result: await answer() };
    } catch (error) {
      return { ok: false, error: toWire(asPageError(error)) };
    } finally {
      this.#state.flush();
    }
  }

  async #call<M extends AppMethod>(method: M, params: unknown): Promise<AppResult<M>> {
    const schema = APP_METHODS[method].params as unknown as z.ZodType<ParsedParams<M>>;
    return await this.#handlers[method](checked(schema, params ?? {}, method));
  }

  async #startTarget(): Promise<ModelTarget | null> {
    const wanted = this.#options.startModel ?? this.#state.now.settings.model;
    return await this.#models.startTarget(wanted, isFile);
  }

  async #startAgain(): Promise<void> {
    const { kind } = this.#state.now.engine;
    if (this.#jobs.stuck) {
      await this.#jobs.endEngine();
      return;
    }
    if (kind !== 'stopped' && kind !== 'model-failed' && kind !== 'no-model') return;
    await this.#models.refresh();
    await this.#supervisor.bringUp(this.#supervisor.target ?? (await this.#startTarget()), true);
  }

  /** Loads a model because the user wants it, and remembers it for the next start. */
  async #use(target: ModelTarget): Promise<void> {
    if (this.#supervisor.ready?.path !== target.path) {
      this.#jobs.requireFree();
      await this.#supervisor.use(target);
    }
    // It is loaded; a settings file that cannot be written is told where settings are changed.
    await this.#settings.change({ model: target.id }).catch(() => undefined);
  }

  #downloaded(target: ModelTarget): void {
    this.#loadLater = target;
    this.#free();
  }

  /** Nothing that the user asked for may run: begins what waited for that. */
  #free(): void {
    if (this.#ended) return;
    const target = this.#loadLater;
    if (target !== null && !this.#jobs.busy) {
      this.#loadLater = null;
      // What goes wrong is in the state.
      void this.#use(target).catch(() => undefined);
      return;
    }
    this.#quiet.next();
  }

  #opened(document: OpenDocument): void {
    this.#sizes.opened(document);
    // It may have been closed a moment ago, with its readings still in the engine's memory.
    void this.#reading.sync();
    this.#quiet.next();
  }

  #closed(id: string): void {
    this.#sizes.closed(id);
    this.#jobs.cancel(({ documentId }) => documentId === id);
  }
}

function firstState(host: AppState['host']): AppState {
  return {
    engine: { kind: 'starting' },
    fault: null,
    activity: null,
    models: [],
    recommendation: null,
    documents: [],
    imports: [],
    libraryRevision: 0,
    settings: DEFAULT_SETTINGS,
    machine: thisMachine(),
    host,
  };
}

/** @throws EngineError 'bad-request' saying what is wrong with it. */
function checked<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = [what, ...(issue?.path ?? [])].join('.');
  throw new EngineError('bad-request', { detail: `${where}: ${issue?.message ?? 'not as agreed'}` });
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  );
}
