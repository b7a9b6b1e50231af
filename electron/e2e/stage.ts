/**
 * Before the tests: copies the packaged app and the starter model to where the unprivileged user may read them, and opens a display.
 * Missing Electron, Chromium, package or model is a failure that says what to do, never a skip.
 */
import { chmodSync, chownSync, cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { modelCacheFolder } from '../engine/models/model-cache.ts';
import { openDisplay } from './display.ts';
import { isRoot, ownedFolder } from './unprivileged.ts';

const REPOSITORY = path.resolve(import.meta.dirname, '../..');
const STARTER = 'SmolLM2-135M-Instruct.Q4_1.gguf';

/** Where the staged things lie; handed to the workers through the environment. */
export interface Stage {
  folder: string;
  /** The packaged app's executable. */
  binary: string;
  /** XDG_CACHE_HOME with the starter model in it. */
  cache: string;
}

/** The stage that the global setup made. */
export function stage(): Stage {
  const folder = process.env['ANCHORITE_STAGE'];
  if (folder === undefined) throw new Error('the stage is missing: run the tests through npm run test:e2e');
  return { folder, binary: path.join(folder, 'app', 'anchorite'), cache: path.join(folder, 'cache') };
}

export default async function setUp(): Promise<() => void> {
  const packaged = path.join(REPOSITORY, 'dist/packages/linux-unpacked');
  if (!existsSync(path.join(packaged, 'anchorite'))) throw new Error('no packaged app: run npm run dist:dir first');
  if (!existsSync('/usr/bin/chromium')) throw new Error('no Chromium at /usr/bin/chromium: install chromium');
  const models = modelCacheFolder();
  if (!existsSync(path.join(models, STARTER))) throw new Error(`no starter model in ${models}: run npm test`);

  const folder = mkdtempSync(path.join(tmpdir(), 'anchorite-e2e-'));
  chmodSync(folder, 0o755);
  const copy = (from: string, to: string) =>
    cpSync(from, to, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
  copy(packaged, path.join(folder, 'app'));
  const cache = ownedFolder(path.join(folder, 'cache/anchorite/models'));
  const wanted = (file: string) => file.includes(STARTER) || process.env['ANCHORITE_STAGE_MODELS'] === 'all';
  for (const name of readdirSync(models).filter((file) => wanted(file) && !file.includes('.partial')))
    copy(path.join(models, name), path.join(cache, name));
  if (isRoot) {
    // What an installer does: the sandbox's helper belongs to root and runs as root.
    const helper = path.join(folder, 'app/chrome-sandbox');
    chownSync(helper, 0, 0);
    chmodSync(helper, 0o4755);
  }
  process.env['ANCHORITE_STAGE'] = folder;
  const display = await openDisplay();
  process.env['DISPLAY'] = display.name;
  return () => {
    display.close();
    rmSync(folder, { recursive: true, force: true });
  };
}
