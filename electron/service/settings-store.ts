/** The user's settings, kept in settings.json. */
import { join } from 'node:path';
import type { z } from 'zod';
import { EngineError, oneLine } from '../contract/errors.ts';
import { settings as settingsSchema, type Settings } from '../contract/state.ts';
import { JsonFile } from './json-file.ts';
import type { StateHolder } from './state.ts';

type SettingsChange = { [K in keyof Settings]?: Settings[K] | undefined };

export const DEFAULT_SETTINGS: Settings = { theme: 'system', welcomeClosed: false, model: null };

/** Another version of the app knows other settings: what both know stays. */
const storedSettings = settingsSchema.partial().strip();

export class SettingsStore {
  readonly #file: JsonFile<z.infer<typeof storedSettings>>;
  readonly #state: StateHolder;

  constructor(folder: string, state: StateHolder) {
    this.#file = new JsonFile(join(folder, 'settings.json'), storedSettings);
    this.#state = state;
  }

  async load(): Promise<void> {
    this.#state.set({ settings: withChange(DEFAULT_SETTINGS, (await this.#file.read()) ?? {}) });
  }

  /** Changes some of them. @throws EngineError 'internal' when they cannot be saved; they hold until the program ends. */
  async change(change: SettingsChange): Promise<void> {
    const settings = withChange(this.#state.now.settings, change);
    this.#state.set({ settings });
    try {
      await this.#file.write(settings);
    } catch (error) {
      throw new EngineError('internal', { detail: `the settings could not be saved: ${oneLine(error)}` }, error);
    }
  }

  async settled(): Promise<void> {
    await this.#file.settled();
  }
}

function withChange(settings: Settings, change: SettingsChange): Settings {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  return { ...settings, ...(Object.fromEntries(given) as Partial<Settings>) };
}
