/** Puts our finished build where `getLlama("lastBuild")` looks for it: a link inside node_modules, made anew after each npm ci. */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { nodeLlamaCppDir, outputDir } from './paths.ts';

/** Folder name under node-llama-cpp's llama/localBuilds. */
export const BUILD_FOLDER = 'anchorite';

export type LinkResult = { linked: true } | { linked: false; reason: string };

interface LinkDirs {
  /** node-llama-cpp's folder llama/. */
  llamaDir: string;
  /** The finished build. */
  buildDir: string;
}

/**
 * Links native/.build/out as localBuilds/anchorite and names it in lastBuild.json. A packaged app carries its build at that place
 * instead, where nothing has to be written and often nothing can be.
 */
export function linkBuild(dirs: LinkDirs = installed()): LinkResult {
  const { llamaDir, buildDir } = dirs;
  const builds = path.join(llamaDir, 'localBuilds');
  const link = path.join(builds, BUILD_FOLDER);
  const lastBuild = path.join(llamaDir, 'lastBuild.json');
  if (!existsSync(path.join(buildDir, 'buildDone.status'))) {
    if (isPackaged(link, lastBuild)) return { linked: true };
    return { linked: false, reason: 'the patched llama.cpp build is missing; run `npm run build:native`' };
  }
  mkdirSync(builds, { recursive: true });
  const current = lstatSync(link, { throwIfNoEntry: false });
  if (!current?.isSymbolicLink() || readlinkSync(link) !== buildDir) {
    rmSync(link, { recursive: true, force: true });
    try {
      symlinkSync(buildDir, link, process.platform === 'win32' ? 'junction' : 'dir');
    } catch (error) {
      // another process made the same link meanwhile
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  if (!namesBuild(lastBuild)) writeFileSync(lastBuild, JSON.stringify({ folderName: BUILD_FOLDER }));
  return { linked: true };
}

function installed(): LinkDirs {
  return { llamaDir: path.join(nodeLlamaCppDir(), 'llama'), buildDir: outputDir };
}

/** A folder of its own, not the link of a build that is gone. */
function isPackaged(folder: string, lastBuild: string): boolean {
  return (
    lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() === true &&
    existsSync(path.join(folder, 'buildDone.status')) &&
    namesBuild(lastBuild)
  );
}

function namesBuild(lastBuild: string): boolean {
  try {
    return (
      (JSON.parse(readFileSync(lastBuild, 'utf8')) as { folderName?: unknown } | null)?.folderName === BUILD_FOLDER
    );
  } catch {
    return false;
  }
}
