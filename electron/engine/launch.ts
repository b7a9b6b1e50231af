/** How an engine process is started, apart from how it is spoken to: the host takes any process that can do this. */
import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** A process that has been started. Every listener may be set before the process does anything. */
export interface EngineProcess {
  /** Undefined until it runs, and where it never ran. */
  readonly pid: number | undefined;
  /** Sends a message. Never throws: a process that is gone reports its end, one that cannot be reached an error. */
  post(message: unknown): void;
  /** Ends it at once, whatever it does. */
  kill(): void;
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: (end: { code: number | null; signal: NodeJS.Signals | null }) => void): void;
  /** It could not be started or cannot be reached; a process that was never started reports no exit. */
  onError(listener: (error: Error) => void): void;
  /** Pieces of what it writes to standard error. */
  onLog(listener: (text: string) => void): void;
}

/** Starts a process. Failing to start is reported to `onError`, or thrown: which of the two, Node.js decides by the system's error. */
export type LaunchEngine = () => EngineProcess;

/** A process that could not be started, for a reason that its host passes on. */
export function neverStarted(problem: string): EngineProcess {
  return {
    pid: undefined,
    post: () => undefined,
    kill: () => undefined,
    onMessage: () => undefined,
    onExit: () => undefined,
    onError: (listener) => void setImmediate(() => listener(new Error(problem))),
    onLog: () => undefined,
  };
}

export interface ChildOptions {
  /** The script; default: the engine's TypeScript source. */
  entry?: string;
  /** Executable that runs it; default: this one. */
  execPath?: string;
  /** Its arguments before the script; default: the loader for TypeScript, where the script needs it. */
  execArgv?: readonly string[];
  env?: NodeJS.ProcessEnv;
}

/** How long the rest of a log may take to arrive behind the end of its process, in milliseconds. */
const LOG_MS = 250;

/** Runs the engine in a child process of any Node.js executable. */
export function launchChild(options: ChildOptions = {}): LaunchEngine {
  return () => {
    const entry = options.entry ?? sourceEntry();
    const child = fork(entry, {
      execPath: options.execPath ?? process.execPath,
      execArgv: [...(options.execArgv ?? (entry.endsWith('.ts') ? typescriptLoader() : []))],
      // The other serialization is V8's own format, which the V8 of another executable may not read.
      serialization: 'json',
      // The engine's output must not mix with that of the program: answers go to standard output there.
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      ...(options.env === undefined ? {} : { env: options.env }),
    });
    child.stderr?.setEncoding('utf8');
    const errors: ((error: Error) => void)[] = [];
    const failed = (error: Error) => errors.forEach((listener) => listener(error));
    child.on('error', failed);
    return {
      get pid() {
        return child.pid;
      },
      post: (message) => {
        child.send(message as object, (error) => {
          if (error !== null) failed(error);
        });
      },
      kill: () => void child.kill('SIGKILL'),
      onMessage: (listener) => void child.on('message', listener),
      onExit: (listener) => {
        child.once('exit', (code, signal) => {
          // What it wrote last says why it ended, and may still lie in the pipe.
          const report = () => {
            clearTimeout(timer);
            child.removeListener('close', report);
            listener({ code, signal });
          };
          const timer = setTimeout(report, LOG_MS);
          child.once('close', report);
        });
      },
      onError: (listener) => void errors.push(listener),
      onLog: (listener) => void child.stderr?.on('data', listener),
    };
  };
}

/** Only where the sources run: a bundle is given its entry, and has no `import.meta.url` when it is CommonJS. */
function sourceEntry(): string {
  return fileURLToPath(new URL('./main.ts', import.meta.url));
}

/** tsx, wherever the program was started from. */
function typescriptLoader(): string[] {
  return ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href];
}
