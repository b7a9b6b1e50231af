/** The engine's way to the process that started it: the port of a utility process, or messages between Node.js processes. */

export interface ParentChannel {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

/** What Electron puts on `process` in a utility process. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}

/** The channel to the parent. Without a parent nobody will ever ask again, so when it is lost this process ends at once. */
export function parentChannel(): ParentChannel {
  const { parentPort } = process as unknown as { parentPort?: ParentPort | null };
  return parentPort ? utilityChannel(parentPort) : childChannel();
}

function utilityChannel(port: ParentPort): ParentChannel {
  // The port does not tell that the parent is gone; Chromium ends this process then.
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => port.on('message', ({ data }) => listener(data)),
  };
}

function childChannel(): ParentChannel {
  process.on('disconnect', end);
  return {
    post: (message) => {
      if (process.connected) process.send?.(message);
    },
    onMessage: (listener) => void process.on('message', listener),
  };
}

/** An ordinary exit would wait for the micro-batch in flight. */
function end(): void {
  process.kill(process.pid, 'SIGKILL');
}
