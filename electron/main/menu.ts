/** The application menu. Its items call the app as the page does. */
import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { AppMethod, AppParams } from '../contract/app.ts';
import { openOutside } from './lockdown.ts';

const MAC = process.platform === 'darwin';
const LEARN_MORE = 'https://arxiv.org/abs/2505.23520';

export interface MenuActions {
  call: <M extends AppMethod>(method: M, params: AppParams<M>) => void;
  showLog: () => void;
  devTools: boolean;
}

/** Makes the menu the application's. */
export function setMenu(actions: MenuActions): void {
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(MAC ? [{ role: 'appMenu' as const }] : []),
      fileMenu(actions),
      { role: 'editMenu' },
      viewMenu(actions),
      { role: 'windowMenu' },
      helpMenu(actions),
    ]),
  );
}

function fileMenu({ call }: MenuActions): MenuItemConstructorOptions {
  return {
    label: '&File',
    submenu: [
      {
        label: 'Open &file…',
        accelerator: 'CmdOrCtrl+O',
        click: () => call('document.choose', { kind: 'file' }),
      },
      {
        label: 'Open f&older…',
        accelerator: 'CmdOrCtrl+Shift+O',
        click: () => call('document.choose', { kind: 'folder' }),
      },
      { label: 'Open the &sample', click: () => call('document.sample', {}) },
      { type: 'separator' },
      { label: '&Choose a model file…', click: () => call('model.choose', {}) },
      { type: 'separator' },
      { role: MAC ? 'close' : 'quit' },
    ],
  };
}

function viewMenu({ devTools }: MenuActions): MenuItemConstructorOptions {
  return {
    label: '&View',
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
      { role: 'reload' },
      ...(devTools ? [{ role: 'toggleDevTools' as const }] : []),
    ],
  };
}

function helpMenu({ showLog }: MenuActions): MenuItemConstructorOptions {
  return {
    role: 'help',
    submenu: [
      { label: 'How sparse reading works', click: () => openOutside(LEARN_MORE) },
      { label: 'Show the log', click: showLog },
      ...(MAC ? [] : [{ type: 'separator' as const }, { role: 'about' as const }]),
    ],
  };
}
