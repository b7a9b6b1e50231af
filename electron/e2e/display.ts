/** A display of our own, so that tests open no window on anybody's screen. */
import { spawn, type ChildProcess } from 'node:child_process';

export interface Display {
  /** For the DISPLAY variable. */
  name: string;
  close(): void;
}

/** Starts Xvfb on a free display. @throws Error when it is not installed or does not start. */
export async function openDisplay(): Promise<Display> {
  // The server itself finds a free number and writes it to descriptor 3. -ac: the program under test runs as another user.
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp', '-ac'], {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const number = await displayNumber(server);
  return { name: `:${number}`, close: () => server.kill() };
}

async function displayNumber(server: ChildProcess): Promise<string> {
  let log = '';
  server.stderr?.on('data', (chunk: Buffer) => (log += chunk.toString()));
  return await new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new Error(`Xvfb cannot be started (${error.message}); install xvfb`)));
    server.once('exit', (code) => reject(new Error(`Xvfb ended with code ${String(code)}: ${log.trim()}`)));
    server.stdio[3]?.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
  });
}
