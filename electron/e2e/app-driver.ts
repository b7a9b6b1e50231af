/** Starts the app as people do: the packaged window, or the browser mode with a real Chromium. Both give a page and a way to end it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { _electron, chromium, type BrowserContext, type ElectronApplication, type Page } from '@playwright/test';
import type { AppCall, AppReply, Bridge } from '../contract/app.ts';
import type { AppState } from '../contract/state.ts';
import { processesBelow } from './processes.ts';
import { stage } from './stage.ts';
import { ownedFolder, unprivileged } from './unprivileged.ts';

const REPOSITORY = path.resolve(import.meta.dirname, '../..');
/** The engine's process shows its script on its command line. */
const ENGINE = /[/\\]engine\.(mjs|ts)\b|engine[/\\]main\.ts\b/;

export interface StartOptions {
  /** Settings and history of an earlier start; default: a new, empty folder. */
  data?: string;
  /** XDG_CACHE_HOME; default: the stage's, with the starter model in it. */
  cache?: string;
  env?: Record<string, string>;
}

/** The app while a test runs it. */
export interface RunningApp {
  kind: 'window' | 'browser';
  page: Page;
  data: string;
  /** In the window only. */
  electron: ElectronApplication | null;
  /** Starts the same app with the same data again; in the window only. */
  launcher: string | null;
  /** The program behind the page; null in the window, whose main process it is. */
  serverPid: number | null;
  /** Engine processes, oldest first. */
  enginePids(): number[];
  /** A call as the page makes it. */
  call(call: AppCall): Promise<AppReply>;
  state(): Promise<AppState>;
  close(): Promise<void>;
}

/** A new folder of the test's own that the app may write to. */
export function newFolder(name: string): string {
  return ownedFolder(mkdtempSync(path.join(stage().folder, `${name}-`)));
}

function environment(options: StartOptions, data: string): Record<string, string> {
  const home = newFolder('home');
  return {
    HOME: home,
    XDG_CONFIG_HOME: path.join(home, 'config'),
    XDG_CACHE_HOME: options.cache ?? stage().cache,
    ANCHORITE_DATA: data,
    // A locale of our own: the texts that tests look for have English numbers in them.
    LANG: 'C.UTF-8',
    ...options.env,
  };
}

/** The packaged app in Electron, its sandbox on. */
export async function startWindow(options: StartOptions = {}): Promise<RunningApp> {
  const data = options.data ?? newFolder('data');
  const launcher = unprivileged(stage().binary, newFolder('run'), environment(options, data));
  const electron = await _electron.launch({
    executablePath: launcher,
    args: [],
    chromiumSandbox: true,
    timeout: 60_000,
  });
  const page = await electron.firstWindow();
  const rootPid = electron.process().pid ?? -1;
  return {
    ...talking(page),
    kind: 'window',
    data,
    electron,
    launcher,
    serverPid: null,
    enginePids: () => processesBelow(rootPid, ENGINE),
    close: () => electron.close(),
  };
}

/** The page that the browser mode serves, in Debian's Chromium. */
export async function startBrowser(options: StartOptions = {}): Promise<RunningApp> {
  const data = options.data ?? newFolder('data');
  const server = spawn(process.execPath, ['--import', 'tsx', 'electron/server/serve.ts'], {
    cwd: REPOSITORY,
    env: { ...process.env, ...environment(options, data) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await printedUrl(server);
  const browser = await openPage(url).catch(async (error: unknown) => {
    await ended(server);
    throw error;
  });
  const { page, context } = browser;
  return {
    ...talking(page),
    kind: 'browser',
    data,
    electron: null,
    launcher: null,
    serverPid: server.pid ?? null,
    enginePids: () => processesBelow(server.pid ?? -1, ENGINE),
    close: async () => {
      await context.close();
      await ended(server);
    },
  };
}

/** Chromium at that address. */
async function openPage(url: string): Promise<{ context: BrowserContext; page: Page }> {
  const launcher = unprivileged('/usr/bin/chromium', newFolder('run'), { HOME: newFolder('home') });
  const context = await chromium.launchPersistentContext(newFolder('profile'), {
    executablePath: launcher,
    chromiumSandbox: true,
    viewport: { width: 1280, height: 860 },
  });
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto(url);
    // The address with the token goes on to the page by itself.
    await page.waitForURL(({ search }) => search === '');
    return { context, page };
  } catch (error) {
    await context.close();
    throw error;
  }
}

/** Ends a process and waits for its end. */
async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const end = new Promise((resolve) => server.once('exit', resolve));
  server.kill();
  await end;
}

async function printedUrl(server: ChildProcess): Promise<string> {
  let output = '';
  return await new Promise((resolve, reject) => {
    server.once('exit', (code) => reject(new Error(`the server ended with code ${String(code)}: ${output}`)));
    server.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const url = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(output)?.[0];
      if (url !== undefined) resolve(url);
    });
  });
}

function talking(page: Page): Pick<RunningApp, 'page' | 'call' | 'state'> {
  const call = (request: AppCall) =>
    page.evaluate(async (sent) => {
      const { anchorite } = globalThis as unknown as { anchorite?: Bridge };
      if (anchorite !== undefined) return await anchorite.call(sent);
      const body = JSON.stringify(sent);
      const headers = { 'content-type': 'application/json' };
      return (await (await fetch('/api/call', { method: 'POST', headers, body })).json()) as AppReply;
    }, request);
  return {
    page,
    call,
    state: async () => {
      const reply = await call({ method: 'app.state', params: {} });
      if (!reply.ok) throw new Error(reply.error.message);
      return reply.result as AppState;
    },
  };
}
