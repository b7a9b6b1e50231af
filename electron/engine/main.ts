/** The engine process. Started by EngineHost; speaks the contract of electron/contract/engine.ts over process messages. */
import type { Outgoing } from '../contract/engine.ts';
import { Engine } from './engine.ts';
import { EnginePort } from './port.ts';

// A Ctrl-C in a terminal reaches the whole process group; whether it ends the engine is for the host to say.
process.on('SIGINT', () => undefined);
// The host is gone and nobody will ever ask again. An ordinary exit would wait for the micro-batch in flight.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

const port = new EnginePort(new Engine(), {
  post: (message: Outgoing) => {
    if (process.connected) process.send?.(message);
  },
});
process.on('message', (message) => void port.receive(message));
port.open();
