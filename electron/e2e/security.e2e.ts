/** What the window's page can and cannot do, asserted in the running packaged app. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import type { Bridge } from '../contract/app.ts';
import { startWindow, type RunningApp } from './app-driver.ts';
import { processesBelow } from './processes.ts';
import { isRoot, NOBODY } from './unprivileged.ts';

let app: RunningApp;

test.beforeAll(async () => {
  app = await startWindow();
});
test.afterAll(async () => {
  await app.close();
});

function electron(): NonNullable<RunningApp['electron']> {
  if (app.electron === null) throw new Error('this test is about the window');
  return app.electron;
}

test('runs with the sandbox on, as a user without rights', async () => {
  const [uid, noSandbox] = await electron().evaluate(({ app: main }) => [
    process.getuid?.() ?? -1,
    main.commandLine.hasSwitch('no-sandbox'),
  ]);
  expect(noSandbox).toBe(false);
  if (isRoot) expect(uid).toBe(NOBODY);
  const renderers = processesBelow(electron().process().pid ?? -1, /--type=renderer/);
  expect(renderers.length).toBeGreaterThan(0);
  for (const pid of renderers) {
    // 2: system calls are filtered.
    expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(/^Seccomp:\s+2$/m);
  }
});

test('isolates the page from Node.js and from the preload script', async () => {
  const preferences = await electron().evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    const contents = window?.webContents as unknown as { getLastWebPreferences(): Electron.WebPreferences };
    return contents.getLastWebPreferences();
  });
  expect(preferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
  });
  expect(await app.page.evaluate('[typeof require, typeof process, typeof module, typeof Buffer]')).toEqual(
    Array(4).fill('undefined'),
  );
  expect(await app.page.evaluate('Object.keys(window.anchorite).sort()')).toEqual(['call', 'pathOf', 'subscribe']);
});

test('loads nothing but its own files', async () => {
  const policy = await app.page.evaluate<string | null>(
    "fetch(location.href).then((page) => page.headers.get('content-security-policy'))",
  );
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe-');
  expect(new URL(app.page.url()).protocol).toBe('app:');
  const escape = await app.page.evaluate<number>(
    "fetch('/..%2f..%2fpackage.json').then(({ status }) => status, () => 0)",
  );
  expect(escape).not.toBe(200);
  // Refused by the policy, not by a network that is out of reach.
  const refused = (act: string) =>
    app.page.evaluate<string[]>(`new Promise((resolve) => {
      const broken = [];
      const note = ({ effectiveDirective, blockedURI }) => broken.push(effectiveDirective + ' ' + blockedURI);
      document.addEventListener('securitypolicyviolation', note);
      ${act};
      setTimeout(() => {
        document.removeEventListener('securitypolicyviolation', note);
        resolve(broken);
      }, 500);
    })`);
  expect(await refused("fetch('https://example.com/a').catch(() => undefined)")).toEqual([
    'connect-src https://example.com/a',
  ]);
  const script = `const script = document.createElement('script');
    script.textContent = 'window.intruded = true';
    document.body.append(script);
    script.remove()`;
  expect(await refused(script)).toEqual(['script-src-elem inline']);
  expect(await app.page.evaluate('window.intruded === true')).toBe(false);
});

test('stays on its page, opens no windows, and hands only web links to the system', async () => {
  await electron().evaluate(({ shell }) => {
    const seen: string[] = [];
    (globalThis as unknown as { seen: string[] }).seen = seen;
    shell.openExternal = (url: string) => {
      seen.push(url);
      return Promise.resolve();
    };
  });
  const before = app.page.url();
  expect(await app.page.evaluate("window.open('https://example.com/a') === null")).toBe(true);
  await app.page.evaluate("window.open('file:///etc/passwd') === null");
  await app.page.evaluate("location.href = 'https://example.com/b'");
  await app.page.evaluate("location.href = 'file:///etc/passwd'").catch(() => undefined);
  await app.page.waitForTimeout(500);
  expect(app.page.url()).toBe(before);
  expect(app.electron?.windows()).toHaveLength(1);
  const seen = await electron().evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
  expect(seen).toEqual(['https://example.com/a', 'https://example.com/b']);
});

test('is given no permission but copying text', async () => {
  const states = await app.page.evaluate(`Promise.all(
    ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read'].map((name) =>
      navigator.permissions.query({ name }).then(({ state }) => state)))`);
  expect(states).toEqual(Array(5).fill('denied'));
});

test('refuses calls that are not as agreed', async () => {
  const replies = await app.page.evaluate(async () => {
    const { anchorite } = globalThis as unknown as { anchorite: Bridge };
    const send = (call: unknown) => anchorite.call(call as Parameters<Bridge['call']>[0]);
    return await Promise.all([
      send('nonsense'),
      send({ method: 'process.exit', params: {} }),
      send({ method: 'reading.start', params: { documentId: 5, mode: 'sparse', preset: 'fine' } }),
      send({ method: 'settings.change', params: { theme: 'dark', extra: 1 } }),
    ]);
  });
  for (const reply of replies) expect(reply).toMatchObject({ ok: false, error: { code: 'bad-request' } });
});

test('answers calls of its own page alone', async () => {
  const reply = await electron().evaluate(async ({ BrowserWindow, ipcMain }) => {
    const [window] = BrowserWindow.getAllWindows();
    // Electron keeps the handlers of ipcMain.handle here; this is the call that another page's frame would make.
    const handlers = (
      ipcMain as unknown as { _invokeHandlers: Map<string, (event: unknown, call: unknown) => unknown> }
    )._invokeHandlers;
    const handler = handlers.get('anchorite:call');
    const frame = { url: 'https://example.com/', parent: null };
    return await handler?.({ senderFrame: frame, sender: window?.webContents }, { method: 'app.state', params: {} });
  });
  expect(reply).toMatchObject({ ok: false, error: { code: 'not-available' } });
});

test('runs once: a second start shows the first window and ends', async () => {
  const { launcher } = app;
  const second = spawn(launcher ?? '', [], { stdio: 'ignore' });
  const code = await new Promise((resolve) => second.once('exit', resolve));
  expect(code).toBe(0);
  expect(app.electron?.windows()).toHaveLength(1);
});
