import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BUILD_FOLDER, linkBuild } from './link.ts';

let root: string;
let dirs: { llamaDir: string; buildDir: string };
let place: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'anchorite-link-'));
  dirs = { llamaDir: path.join(root, 'llama'), buildDir: path.join(root, 'out') };
  place = path.join(dirs.llamaDir, 'localBuilds', BUILD_FOLDER);
  mkdirSync(path.dirname(place), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function finishBuild(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'buildDone.status'), '');
}
const lastBuild = () => path.join(dirs.llamaDir, 'lastBuild.json');

describe('linkBuild', () => {
  it('links a finished build and names it, also in the place of something else', () => {
    finishBuild(dirs.buildDir);
    finishBuild(place);
    expect(linkBuild(dirs)).toEqual({ linked: true });
    expect(readlinkSync(place)).toBe(dirs.buildDir);
    expect(JSON.parse(readFileSync(lastBuild(), 'utf8'))).toEqual({ folderName: BUILD_FOLDER });
  });

  it('takes the build that a packaged app carries, and writes nothing', () => {
    finishBuild(place);
    const written = `{ "folderName": "${BUILD_FOLDER}" }\n`;
    writeFileSync(lastBuild(), written);
    expect(linkBuild(dirs)).toEqual({ linked: true });
    expect(readFileSync(lastBuild(), 'utf8')).toBe(written);
    expect(readdirSync(place)).toEqual(['buildDone.status']);
  });

  it('is not content with a folder that is half there, nor with the link of a build that is gone', () => {
    mkdirSync(place);
    expect(linkBuild(dirs)).toMatchObject({ linked: false });
    finishBuild(place);
    expect(linkBuild(dirs)).toMatchObject({ linked: false });
    rmSync(place, { recursive: true });
    symlinkSync(dirs.buildDir, place, 'junction');
    writeFileSync(lastBuild(), JSON.stringify({ folderName: BUILD_FOLDER }));
    expect(linkBuild(dirs)).toMatchObject({ linked: false });
    expect(existsSync(dirs.buildDir)).toBe(false);
  });
});
