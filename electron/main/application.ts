/** The window and the service behind it, and what passes between the two. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { app, nativeTheme, type BrowserWindow } from 'electron';
import type { AppMessage, AppMethod, AppParams, AppReply } from '../contract/app.ts';
import { asEngineError } from '../contract/errors.ts';
import type { AppState, StateChange } from '../contract/state.ts';
import { AppService } from '../service/app-service.ts';
import { appRoot, libraryEntry } from './app-paths.ts';
import { answerCalls, tellPage } from './calls.ts';
import { showError, systemDialogs } from './dialogs.ts';
import { engineLauncher } from './engine-launcher.ts';
import { logLine } from './log.ts';
import { recoverPage } from './recover-page.ts';
import { parserLauncher } from './parser-launcher.ts';
import { openWindow } from './window.ts';

/** How long ending the engine may hold up the end of the app, in milliseconds. */
const STOP_MS = 3_000;

export class Application {
  #window: BrowserWindow | null = null;
  #service: AppService | null = null;
  #loggedFault: number | null = null;
  /** Documents named before the service was there. */
  #waiting: string[] = [];

  /** Opens the window and starts the engine. Call once, when Electron is ready. */
  async start(): Promise<void> {
    const window = () => this.#window;
    const service = new AppService({
      dataFolder: app.getPath('userData'),
      launchEngine: engineLauncher(),
      libraryEntry: libraryEntry(),
      launchParser: parserLauncher(),
      host: { kind: 'window', version: ownVersion(), paths: true },
      dialogs: systemDialogs(window),
      onMessage: (message) => this.#tell(message),
      log: logLine,
    });
    this.#service = service;
    answerCalls(window, (call) => service.handle(call));
    this.#stopWithApp(service);
    // Before the window, which is born in the colour of the theme in the settings.
    await this.#startService(service);
    this.#openWindow();
    app.on('activate', () => this.#openWindow());
    app.on('window-all-closed', () => {
      if (process.platform !== 'darwin') app.quit();
    });
    this.openDocuments(this.#waiting.splice(0));
  }

  /** Brings the window to the front and opens the documents; what cannot be opened is said in a dialog. */
  openDocuments(paths: readonly string[]): void {
    if (this.#service === null) {
      this.#waiting.push(...paths);
      return;
    }
    this.#openWindow();
    for (const each of paths) void this.#service.openPath(each).then((reply) => this.#sayFailure(reply));
  }

  /** The original of a document, for the page; null where there is none. */
  async original(id: string): Promise<Buffer | null> {
    return (await this.#service?.original(id)) ?? null;
  }

  /** Calls the app as the page does; a failure is said in a dialog. */
  call<M extends AppMethod>(method: M, params: AppParams<M>): void {
    void this.#service?.handle({ method, params }).then((reply) => this.#sayFailure(reply));
  }

  #sayFailure(reply: AppReply): void {
    if (!reply.ok && reply.error.code !== 'cancelled') showError(this.#window, reply.error.message, '');
  }

  async #startService(service: AppService): Promise<void> {
    try {
      await service.start();
    } catch (error) {
      logLine(`the service did not start: ${String(error)}`);
      showError(null, 'The app could not start as it should.', asEngineError(error).message);
    }
    const state = await service.handle({ method: 'app.state', params: {} });
    if (state.ok) applyTheme(state.result as AppState);
  }

  /** The window, in front. */
  #openWindow(): void {
    if (this.#window !== null) {
      if (this.#window.isMinimized()) this.#window.restore();
      this.#window.focus();
      return;
    }
    const window = openWindow();
    this.#window = window;
    recoverPage(window);
    window.once('closed', () => (this.#window = null));
  }

  #tell(message: AppMessage): void {
    if (message.event === 'state') this.#follow(message.data as StateChange);
    tellPage(this.#window, message);
  }

  /** What concerns more than the page. */
  #follow(change: StateChange): void {
    applyTheme(change);
    const { fault } = change;
    if (fault !== undefined && fault !== null && fault.id !== this.#loggedFault) {
      this.#loggedFault = fault.id;
      logLine(`the engine ended: ${fault.how}. ${fault.text}\n${fault.log}`);
    }
  }

  /** The engine ends with the app, also in the middle of a reading: nothing of it would be kept. */
  #stopWithApp(service: AppService): void {
    let stopped = false;
    app.on('will-quit', (event) => {
      if (stopped) return;
      event.preventDefault();
      const patience = new Promise((resolve) => setTimeout(resolve, STOP_MS));
      const stop = service.stop().catch((error: unknown) => logLine(`the engine did not stop: ${String(error)}`));
      void Promise.race([stop, patience]).then(() => {
        stopped = true;
        app.quit();
      });
    });
  }
}

function applyTheme({ settings }: StateChange): void {
  if (settings !== undefined && nativeTheme.themeSource !== settings.theme) nativeTheme.themeSource = settings.theme;
}

/** Of package.json: Electron's own answer is its own version when it runs our sources. */
function ownVersion(): string {
  const { version } = JSON.parse(readFileSync(path.join(appRoot(), 'package.json'), 'utf8')) as { version: string };
  return version;
}
