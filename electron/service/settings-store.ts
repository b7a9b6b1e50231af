/** The user's settings, kept in settings.json. */
import { join } from 'node:path';
import { EngineError, oneLine } from '../contract/errors.ts';
import { settings as settingsSchema, type Settings } from '../contract/state.ts';
import { JsonFile } from './json-file.ts';
import type { StateHolder } from './state.ts';

export const DEFAULT_SETTINGS: Settings = { theme: 'system', welcomeClosed: false, model: null };

export class SettingsStore {
  readonly #file: JsonFile<Settings>;
  readonly #state: StateHolder;

  constructor(folder: string, state: StateHolder) {
    this.#file = new JsonFile(join(folder, 'settings.json'), settingsSchema);
    this.#state = state;
  }

  async load(): Promise<void> {
    this.#state.set({ settings: (await this.#file.read()) ?? DEFAULT_SETTINGS });
  }

  /** Changes some of them. @throws EngineError 'internal' when they cannot be saved; they hold until the program ends. */
  async change(change: { [K in keyof Settings]?: Settings[K] | undefined }): Promise<void> {
    const given = Object.entries(change).filter(([, value]) => value !== undefined);
    const settings = { ...this.#state.now.settings, ...(Object.fromEntries(given) as Partial<Settings>) };
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
