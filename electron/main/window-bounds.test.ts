import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isReachable, readBounds, writeBounds } from './window-bounds.ts';

const BOUNDS = { x: 40, y: 30, width: 1200, height: 800, maximized: false };
const DISPLAY = { x: 0, y: 0, width: 1920, height: 1080 };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anchorite-bounds-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

it('remembers the bounds', async () => {
  const file = join(folder, 'window.json');
  writeBounds(file, BOUNDS);
  expect(readBounds(file)).toEqual(BOUNDS);
  expect(await readdir(folder)).toEqual(['window.json']);
});

it.each(['', '{', '[]', '{"x":1}', '{"x":0,"y":0,"width":0,"height":10,"maximized":false}'])(
  'takes %j for nothing',
  async (content) => {
    await writeFile(join(folder, 'window.json'), content);
    expect(readBounds(join(folder, 'window.json'))).toBeNull();
  },
);

it('takes a missing file for nothing and survives a folder that cannot be written', () => {
  expect(readBounds(join(folder, 'none.json'))).toBeNull();
  writeBounds(join(folder, 'no', 'such', 'folder.json'), BOUNDS);
});

it.each([
  ['on the display', BOUNDS, true],
  ['half off the right edge', { ...BOUNDS, x: 1500 }, true],
  ['on a display that is gone', { ...BOUNDS, x: 2000 }, false],
  ['above the top edge', { ...BOUNDS, y: -20 }, false],
  ['below the bottom edge', { ...BOUNDS, y: 1070 }, false],
  ['a sliver at the left edge', { ...BOUNDS, x: -1150 }, false],
])('reaches a window %s: %s', (_name, bounds, reachable) => {
  expect(isReachable(bounds, [DISPLAY])).toBe(reachable);
});
