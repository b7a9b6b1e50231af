/** Finds the folder assets/, from the sources, from a bundle of either module kind and inside a packaged app. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const MARK = 'models.json';

/**
 * The folder assets/ of the running program: the nearest one above `from` that holds models.json. Inside an Electron archive
 * its unpacked copy is preferred, which other programs can read too.
 * @param from a file or folder of the program; default: the running file.
 * @throws Error when there is none.
 */
export function assetsFolder(from: string = runningFile()): string {
  for (let folder = path.resolve(from); ; folder = path.dirname(folder)) {
    const assets = path.join(folder, 'assets');
    const found = [unpacked(assets), assets].find((candidate) => existsSync(path.join(candidate, MARK)));
    if (found !== undefined) return found;
    if (folder === path.dirname(folder)) {
      throw new Error(`no folder assets/ with ${MARK} above ${from}; the program is not installed as a whole`);
    }
  }
}

/** Path of a file of assets/, given by its folders and name. @throws Error when there is no folder assets/. */
export function assetPath(...names: string[]): string {
  return path.join(assetsFolder(), ...names);
}

function unpacked(inside: string): string {
  return inside.replace(/([/\\]app\.asar)(?=[/\\])/, '$1.unpacked');
}

function runningFile(): string {
  // A CommonJS bundle has no import.meta.url, and a module no __filename.
  const { url } = import.meta as { url?: string };
  return url === undefined ? __filename : fileURLToPath(url);
}
