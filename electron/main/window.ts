/** The window: one page, no Node.js in it, as large as it was the last time. */
import path from 'node:path';
import { app, BrowserWindow, nativeTheme, screen } from 'electron';
import { PAGE_URL } from './app-protocol.ts';
import { iconFile, preloadScript } from './app-paths.ts';
import { isReachable, readBounds, writeBounds } from './window-bounds.ts';

const DEFAULT_SIZE = { width: 1280, height: 860 };
const SMALLEST = { minWidth: 760, minHeight: 520 };
/** The page's own backgrounds (--canvas in renderer/styles/tokens.css), so that nothing flashes before its styles are there. */
const BACKGROUND = { light: '#ffffff', dark: '#11191d' };
/** Moving a window fires at every pixel, in milliseconds. */
const SETTLE_MS = 400;

/** Developer tools are for development; ANCHORITE_DEVTOOLS=1 asks for them in a packaged app. */
export function hasDevTools(): boolean {
  return !app.isPackaged || process.env['ANCHORITE_DEVTOOLS'] === '1';
}

/** Opens the window; it shows itself when its page has been drawn once. */
export function openWindow(): BrowserWindow {
  const file = path.join(app.getPath('userData'), 'window.json');
  const remembered = readBounds(file);
  const areas = screen.getAllDisplays().map(({ workArea }) => workArea);
  const bounds = remembered !== null && isReachable(remembered, areas) ? remembered : null;
  const window = new BrowserWindow({
    ...DEFAULT_SIZE,
    ...(bounds === null ? {} : { x: bounds.x, y: bounds.y, width: bounds.width, height: bounds.height }),
    ...SMALLEST,
    show: false,
    // Alt shows it; the page has everything that it has.
    autoHideMenuBar: true,
    title: app.getName(),
    backgroundColor: backgroundColour(),
    ...(process.platform === 'linux' ? { icon: iconFile() } : {}),
    webPreferences: {
      preload: preloadScript(),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      devTools: hasDevTools(),
    },
  });
  window.once('ready-to-show', () => {
    // Not earlier: it shows the window.
    if (bounds?.maximized) window.maximize();
    window.show();
  });
  rememberBounds(window, file);
  followTheme(window);
  void window.loadURL(PAGE_URL);
  return window;
}

function backgroundColour(): string {
  return nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light;
}

function followTheme(window: BrowserWindow): void {
  const update = () => window.setBackgroundColor(backgroundColour());
  nativeTheme.on('updated', update);
  window.once('closed', () => nativeTheme.off('updated', update));
}

function rememberBounds(window: BrowserWindow, file: string): void {
  const remember = () => {
    writeBounds(file, { ...window.getNormalBounds(), maximized: window.isMaximized() });
  };
  let timer: NodeJS.Timeout | undefined;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(remember, SETTLE_MS);
  };
  window.on('resize', soon).on('move', soon);
  window.on('close', () => {
    clearTimeout(timer);
    remember();
  });
}
