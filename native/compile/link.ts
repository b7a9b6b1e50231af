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

/** Links native/.build/out as localBuilds/anchorite and names it in lastBuild.json. */
export function linkBuild(): LinkResult {
  if (!existsSync(path.join(outputDir, 'buildDone.status'))) {
    return { linked: false, reason: 'the patched llama.cpp build is missing; run `npm run build:native`' };
  }
  const llamaDir = path.join(nodeLlamaCppDir(), 'llama');
  const builds = path.join(llamaDir, 'localBuilds');
  const link = path.join(builds, BUILD_FOLDER);
  mkdirSync(builds, { recursive: true });
  const current = lstatSync(link, { throwIfNoEntry: false });
  if (!current?.isSymbolicLink() || readlinkSync(link) !== outputDir) {
    rmSync(link, { recursive: true, force: true });
    try {
      symlinkSync(outputDir, link, process.platform === 'win32' ? 'junction' : 'dir');
    } catch (error) {
      // another process made the same link meanwhile
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  const lastBuild = path.join(llamaDir, 'lastBuild.json');
  const wanted = JSON.stringify({ folderName: BUILD_FOLDER });
  if (!existsSync(lastBuild) || readFileSync(lastBuild, 'utf8') !== wanted) writeFileSync(lastBuild, wanted);
  return { linked: true };
}
