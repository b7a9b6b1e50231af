/** `npm run serve`: the app in a browser, on this machine or through an SSH tunnel. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import type { AppMessage } from '../contract/app.ts';
import { asEngineError } from '../contract/errors.ts';
import { launchChild } from '../engine/launch.ts';
import { AppService } from '../service/app-service.ts';
import { launchParser } from '../service/parser-launch.ts';
import { dataFolder } from './data-folder.ts';
import { PageServer } from './http-server.ts';
import { openInBrowser } from './open-in-browser.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const HIGHEST_PORT = 65_535;

function portNumber(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= HIGHEST_PORT) return port;
  throw new InvalidArgumentError(`It has to be a whole number from 0 (any free port) to ${HIGHEST_PORT}.`);
}

const command = new Command('serve')
  .description('Serves the app on this machine, for a browser.')
  .argument('[paths...]', 'text files or folders to open')
  .option('--port <number>', 'default: any that is free', portNumber, 0)
  .option('--open', 'also show it in the browser');

async function main(): Promise<void> {
  const { port, open } = command.parse().opts<{ port: number; open?: true }>();
  const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string };
  const entry = process.env['ANCHORITE_ENGINE_ENTRY'];
  let publish: (message: AppMessage) => void = () => undefined;
  const service = new AppService({
    dataFolder: dataFolder(),
    launchEngine: launchChild(entry ? { entry, execArgv: [] } : {}),
    launchParser: launchParser(),
    host: { kind: 'browser', version, paths: false },
    onMessage: (message) => publish(message),
    log: (text) => console.error(text),
  });
  const server = await PageServer.start({
    handler: service,
    pageFolder: path.join(ROOT, 'dist', 'page'),
    originals: (id) => service.original(id),
    port,
  });
  publish = (message) => server.publish(message);

  // Whoever sends a second one has seen that the first does not help.
  const end = () => {
    void Promise.allSettled([server.close(), service.stop()]).then(() => process.exit(0));
    process.once('SIGINT', () => process.exit(130)).once('SIGTERM', () => process.exit(143));
  };
  process.once('SIGINT', end).once('SIGTERM', end).once('SIGHUP', end);

  console.log(`Anchorite is at ${server.url}`);
  console.log(
    `From another machine: ssh -L ${server.port}:127.0.0.1:${server.port} HOST, then open that address there.`,
  );
  console.log('Ctrl-C ends it.');
  if (open) void showInBrowser(server);
  // Without its library the page still says what is wrong.
  await service.start().catch((error: unknown) => console.error(`error: ${asEngineError(error).message}`));
  for (const given of command.args) {
    const reply = await service.openPath(path.resolve(given));
    if (!reply.ok) console.error(`error: ${reply.error.message}`);
  }
}

async function showInBrowser(server: PageServer): Promise<void> {
  if (!(await openInBrowser(server.urlForOneVisit())))
    console.log('No browser could be started; open the address yourself.');
}

main().catch((error: unknown) => {
  const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  console.error(`error: ${taken ? 'this port is taken; choose another with --port' : asEngineError(error).message}`);
  process.exit(1);
});
