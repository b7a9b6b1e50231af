/** The engine, or another process of ours, as a utility process: Electron's own Node.js, supervised by Electron, named in the system's task list. */
import { utilityProcess } from 'electron';
import type { LaunchEngine } from '../engine/launch.ts';
import { endOfUtility, type ProcessEnd } from './utility-end.ts';

/** What Electron calls the processes, in its own reports too. */
export const ENGINE_NAME = 'Anchorite engine';
export const PARSER_NAME = 'Anchorite parser';

/** Runs the script `entry` in a utility process, with options of Node.js. It finds its parent as process.parentPort. */
export function launchUtility(entry: string, serviceName: string, nodeOptions: readonly string[] = []): LaunchEngine {
  return () => {
    const child = utilityProcess.fork(entry, [], {
      serviceName,
      execArgv: [...nodeOptions],
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let end: ProcessEnd | null = null;
    child.once('exit', (code) => (end = endOfUtility(code)));
    let log: (text: string) => void = () => undefined;
    // V8 cannot go on, for want of memory mostly; the exit follows. An 'error' that nobody listens to would end the app as well.
    child.on('error', (type, location) => log(`${type} in ${location}\n`));
    return {
      get pid() {
        return child.pid;
      },
      // Electron does not say what becomes of a message to a process that is gone.
      post: (message) => {
        if (end === null) child.postMessage(message);
      },
      kill: () => {
        // Electron's own kill asks politely, which an engine inside a long decode does not hear.
        if (child.pid !== undefined) killNow(child.pid);
        else if (end === null) child.once('spawn', () => killNow(child.pid));
      },
      onMessage: (listener) => void child.on('message', listener),
      onExit: (listener) => void child.once('exit', (code) => listener(endOfUtility(code))),
      // What cannot be started exits here, too.
      onError: () => undefined,
      onLog: (listener) => {
        log = listener;
        child.stderr?.on('data', (chunk: Buffer) => listener(chunk.toString()));
      },
    };
  };
}

function killNow(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone already, and reports that itself.
  }
}
