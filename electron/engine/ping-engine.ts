/** An engine without llama.cpp, for tests of whatever hosts the process: it answers pings and refuses all work. */
import { EngineError } from '../contract/errors.ts';
import { parentChannel } from './channel.ts';
import { EnginePort } from './port.ts';

const refuse = () =>
  Promise.reject(new EngineError('not-available', { what: 'work in an engine that only answers pings' }));

const channel = parentChannel();
const port = new EnginePort(
  {
    status: () => ({ runtime: null, model: null, readings: { sparse: null, dense: null } }),
    loadModel: refuse,
    countTokens: refuse,
    calibratePresets: refuse,
    calibrate: refuse,
    readDocument: refuse,
    ask: refuse,
    fetchModel: refuse,
  },
  channel,
);
channel.onMessage((message) => void port.receive(message));
port.open();
