/** `npm run bundle`: what Electron runs (dist/app) and the page (dist/page), out of the sources. */
import { rmSync } from 'node:fs';
import { APP_FOLDER, PAGE_CONFIG } from './places.ts';
import { hashOfSources, isFresh, removeStamp, writeStamp } from './stamp.ts';

try {
  const started = performance.now();
  const hash = hashOfSources();
  if (!isFresh(hash)) {
    // Only now: the bundlers themselves take a while to load.
    const [{ build: buildPage }, { bundleProcesses }] = await Promise.all([import('vite'), import('./processes.ts')]);
    removeStamp();
    rmSync(APP_FOLDER, { recursive: true, force: true });
    await Promise.all([bundleProcesses(), buildPage({ configFile: PAGE_CONFIG, logLevel: 'warn' })]);
    writeStamp(hash);
    console.error(`bundled in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  }
} catch (error) {
  // What is wrong with which source: the stack of the bundler says nothing more.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
