/** Called by electron-builder (electron-builder.yml) when a package's files are together. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Removes the app that a prepared Electron may have brought along. Ours is the archive beside it.
 * @param {{ appOutDir: string, packager: { getResourcesDir(folder: string): string } }} context
 */
export default async function afterPack({ appOutDir, packager }) {
  await rm(join(packager.getResourcesDir(appOutDir), 'app'), { recursive: true, force: true });
}
