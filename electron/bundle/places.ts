/** The folders that bundling reads and writes. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Where bundles lie: the programs in app/, the page in page/. */
export const DIST = path.join(ROOT, 'dist');
export const APP_FOLDER = path.join(DIST, 'app');
export const PAGE_CONFIG = path.join(ROOT, 'vite.config.ts');
/** Everything that a bundle is made of; node_modules is known by the lock file. */
export const SOURCES = ['electron', 'native', 'renderer', 'vite.config.ts', 'package.json', 'package-lock.json'].map(
  (name) => path.join(ROOT, name),
);
