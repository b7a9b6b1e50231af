import { spawn } from 'node:child_process';

type Command = readonly [string, ...string[]];

const COMMANDS: Partial<Record<NodeJS.Platform, Command>> = {
  darwin: ['open'],
  // start is a word of the shell; its first quoted argument would be a title.
  win32: ['cmd', '/c', 'start', '""'],
};

/** xdg-open says within this time that it found no browser; some run for as long as the browser does. In milliseconds. */
const PATIENCE_MS = 3_000;

/**
 * Shows the address in the system's browser.
 * @param url others on this machine can read it, as every command line
 * @returns false where that could not be started, or soon failed.
 */
export async function openInBrowser(
  url: string,
  [command, ...args]: Command = COMMANDS[process.platform] ?? ['xdg-open'],
  patienceMs = PATIENCE_MS,
): Promise<boolean> {
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
  child.unref();
  return await new Promise((resolve) => {
    const timer = setTimeout(() => resolve(true), patienceMs);
    const end = (shown: boolean) => {
      clearTimeout(timer);
      resolve(shown);
    };
    child.once('error', () => end(false));
    child.once('exit', (code) => end(code === 0));
  });
}
