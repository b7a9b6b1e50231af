/** Where the app's own files lie: in a source tree, and packaged. */
import path from 'node:path';
import { app } from 'electron';

const ARCHIVE = 'app.asar';

/** The folder with package.json, dist/ and assets/; inside the archive when packaged. */
export function appRoot(): string {
  return app.getAppPath();
}

/** The same where it exists as real files, for other processes: they cannot look into the archive. */
export function realRoot(): string {
  const root = appRoot();
  return path.basename(root) === ARCHIVE ? `${root}.unpacked` : root;
}

export function pageFolder(): string {
  return path.join(appRoot(), 'dist', 'page');
}

export function preloadScript(): string {
  return path.join(appRoot(), 'dist', 'app', 'preload.cjs');
}

/** The bundled engine; ANCHORITE_ENGINE_ENTRY names another, for tests. */
export function engineEntry(): string {
  const other = process.env['ANCHORITE_ENGINE_ENTRY'];
  return other ? path.resolve(other) : path.join(realRoot(), 'dist', 'app', 'engine.mjs');
}

/** The bundled parser. */
export function parserEntry(): string {
  return path.join(realRoot(), 'dist', 'app', 'parser.mjs');
}

/** The bundled thread of the library; outside the archive, where its native module is. */
export function libraryEntry(): string {
  return path.join(realRoot(), 'dist', 'app', 'library.cjs');
}

export function iconFile(): string {
  return path.join(appRoot(), 'assets', 'icons', '512x512.png');
}
