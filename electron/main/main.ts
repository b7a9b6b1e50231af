/** The app in a window: what is set up in which order. Each part is a file of its own. */
import { app, shell } from 'electron';
import { dataFolder } from '../server/data-folder.ts';
import { pageFolder } from './app-paths.ts';
import { registerAppScheme, serveAppScheme } from './app-protocol.ts';
import { Application } from './application.ts';
import { pathsOf } from './command-line.ts';
import { lockDown } from './lockdown.ts';
import { logFile, logLine } from './log.ts';
import { setMenu } from './menu.ts';
import { claimSingleInstance } from './single-instance.ts';
import { reportUncaughtErrors } from './uncaught.ts';
import { hasDevTools } from './window.ts';

reportUncaughtErrors();
// Before the single instance is claimed: it is one for each such folder.
app.setPath('userData', dataFolder());
app.setAppUserModelId('com.anchorite.app');
registerAppScheme();

const paths = pathsOf(process.argv, process.cwd(), app.isPackaged ? null : app.getAppPath());
const application = new Application();

if (claimSingleInstance(paths, (others) => application.openDocuments(others))) {
  // macOS hands over documents this way, possibly before Electron is ready.
  app.on('open-file', (event, path) => {
    event.preventDefault();
    application.openDocuments([path]);
  });
  void app.whenReady().then(start);
} else {
  app.quit();
}

async function start(): Promise<void> {
  logLine(`Anchorite with Electron ${process.versions['electron']}, Node.js ${process.versions.node}`);
  lockDown();
  serveAppScheme(pageFolder(), (id) => application.original(id));
  setMenu({
    call: (method, params) => application.call(method, params),
    showLog: () => shell.showItemInFolder(logFile()),
    devTools: hasDevTools(),
  });
  await application.start();
  application.openDocuments(paths);
}
