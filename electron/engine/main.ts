/** The engine process. Started by EngineHost; speaks the contract of electron/contract/engine.ts with its parent. */
import { parentChannel } from './channel.ts';
import { Engine } from './engine.ts';
import { EnginePort } from './port.ts';

// A Ctrl-C in a terminal reaches the whole process group; whether it ends the engine is for the host to say.
process.on('SIGINT', () => undefined);

const channel = parentChannel();
const port = new EnginePort(new Engine(), channel);
channel.onMessage((message) => void port.receive(message));
port.open();
