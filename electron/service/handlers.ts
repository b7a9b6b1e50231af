/** What answers each method of the app's contract; the work itself is in the neighbours. */
import type { z } from 'zod';
import type { APP_METHODS, AppMethod, AppResult } from '../contract/app.ts';
import { libraryHandlers, type LibraryHandlersOptions } from './library-handlers.ts';
import { EngineError } from '../contract/errors.ts';
import type { AnswerWork } from './answer-work.ts';
import type { CalibrationWork } from './calibration-work.ts';
import { present, type Dialogs } from './dialogs.ts';
import type { Documents } from './documents.ts';
import type { Intake } from './intake.ts';
import type { Jobs } from './jobs.ts';
import { ownModel, type Models } from './models.ts';
import type { ReadWork } from './read-work.ts';
import type { SettingsStore } from './settings-store.ts';
import type { StateHolder } from './state.ts';
import type { ModelTarget, Supervisor } from './supervisor.ts';

/** A method's parameters after the check. */
export type ParsedParams<M extends AppMethod> = z.output<(typeof APP_METHODS)[M]['params']>;

export type Handlers = { [M in AppMethod]: (params: ParsedParams<M>) => AppResult<M> | Promise<AppResult<M>> };

export interface HandlersOptions extends LibraryHandlersOptions {
  state: StateHolder;
  documents: Documents;
  intake: Intake;
  models: Models;
  jobs: Jobs;
  supervisor: Supervisor;
  reading: ReadWork;
  answers: AnswerWork;
  calibration: CalibrationWork;
  settings: SettingsStore;
  /** Without them what needs them is 'not-available'. */
  dialogs: Dialogs | undefined;
  /** Loads a model because the user wants it. @throws EngineError */
  useModel: (target: ModelTarget) => Promise<void>;
  startAgain: () => Promise<void>;
}

export function makeHandlers(options: HandlersOptions): Handlers {
  return {
    ...libraryHandlers(options),
    ...documentHandlers(options),
    ...workHandlers(options),
    ...calibrationHandlers(options),
    ...modelHandlers(options),
    ...appHandlers(options),
  };
}

type HandlersOf<Topic extends string> = Pick<Handlers, Extract<AppMethod, `${Topic}.${string}`>>;

function documentHandlers({ documents, intake, state, dialogs }: HandlersOptions): HandlersOf<'document'> {
  return {
    'document.choose': async ({ kind }) => {
      const path = await present(dialogs).chooseDocument(kind);
      return path === null ? null : await intake.open(path);
    },
    'document.open': async ({ path }) => {
      if (!state.now.host.paths) throw new EngineError('not-available', { what: 'opening a path' });
      return await intake.open(path);
    },
    'document.upload': (params) => intake.upload(params),
    'document.sample': () => intake.openSample(),
    'document.close': ({ id }) => {
      documents.close(id);
      return {};
    },
  };
}

function workHandlers(options: HandlersOptions): HandlersOf<'reading' | 'answer'> {
  const { documents, jobs, supervisor, reading, answers } = options;
  return {
    'reading.start': ({ documentId, ...wish }) => {
      const document = documents.get(documentId);
      const title = `reading ${document.name}`;
      return jobs.asked({ kind: 'reading', documentId, mode: wish.mode, title }, async (signal) => {
        const model = await supervisor.settled(signal);
        return await reading.read(document, wish, model, signal);
      });
    },
    'reading.cancel': () => ({
      found: jobs.cancel(({ kind }) => kind === 'reading' || (kind === 'answering' && answers.reads)),
    }),
    'answer.ask': (params) => {
      const { documentId, mode, answerId } = params;
      const document = documents.get(documentId);
      const title = `answering a question about ${document.name}`;
      return jobs.asked({ kind: 'answering', documentId, mode, title, answerId }, async (signal) => {
        const model = await supervisor.settled(signal);
        return await answers.ask(document, params, model, signal);
      });
    },
    'answer.stop': ({ answerId }) => ({ found: jobs.cancel((what) => what.answerId === answerId) }),
  };
}

function calibrationHandlers({ jobs, supervisor, calibration }: HandlersOptions): HandlersOf<'calibration'> {
  const title = 'measuring what the presets lose';
  return {
    'calibration.start': async () => {
      await jobs.asked({ kind: 'measuring-presets', documentId: null, mode: null, title }, async (signal) => {
        await calibration.measure(await supervisor.settled(signal), signal);
      });
      return {};
    },
    'calibration.cancel': () => ({ found: jobs.cancel(({ kind }) => kind === 'measuring-presets') }),
  };
}

function modelHandlers({ models, dialogs, useModel }: HandlersOptions): HandlersOf<'model'> {
  return {
    'model.use': async ({ id }) => {
      await models.refresh();
      await useModel(models.target(id));
      return {};
    },
    'model.choose': async () => {
      const path = await present(dialogs).chooseModel();
      if (path === null) return null;
      await useModel(ownModel(path));
      return { path };
    },
    'model.download': ({ id }) => {
      models.download(id);
      return {};
    },
    'model.pause': async ({ id }) => {
      await models.pause(id);
      return {};
    },
    'model.discard': async ({ id }) => {
      await models.discard(id);
      return {};
    },
  };
}

function appHandlers({
  state,
  settings,
  startAgain,
}: HandlersOptions): HandlersOf<'app' | 'engine' | 'fault' | 'settings'> {
  return {
    'app.state': () => state.now,
    'engine.start': async () => {
      await startAgain();
      return {};
    },
    'fault.dismiss': ({ id }) => {
      if (state.now.fault?.id === id) state.set({ fault: null });
      return {};
    },
    'settings.change': async (change) => {
      await settings.change(change);
      return {};
    },
  };
}
