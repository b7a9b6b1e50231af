import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findNode, isNewEnough } from './node-executable.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anchorite-node-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** A program of that name that says that it is this version. */
async function program(name: string, version: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\necho ${version}\n`);
  await chmod(path, 0o755);
  return path;
}

it.each([
  ['20.19.0', true],
  ['20.20.2', true],
  ['22.0.0', true],
  ['20.18.3', false],
  ['18.15.0', false],
])('takes %s for new enough: %s', (version, enough) => {
  expect(isNewEnough(version)).toBe(enough);
});

it('takes the one that ANCHORITE_NODE names before the one of the PATH', async () => {
  await program('node', 'v22.1.0');
  const named = await program('other-node', 'v24.0.0');
  expect(findNode({ PATH: folder, ANCHORITE_NODE: named })).toEqual({ path: named });
  expect(findNode({ PATH: folder })).toEqual({ path: 'node' });
});

it('says which one is too old and what to do', async () => {
  await program('node', 'v18.15.0');
  expect(findNode({ PATH: folder })).toEqual({
    problem:
      'this Electron is too old to run the engine itself, and the PATH has a node, which is 18.15.0; ' +
      'install Node.js 20.19 or newer, or name it in ANCHORITE_NODE, and start the engine again',
  });
});

it('says that there is none', () => {
  expect(JSON.stringify(findNode({ PATH: folder }))).toContain('and the PATH has no node; install');
});

it('says that the one named does not run, rather than taking another', async () => {
  await program('node', 'v22.1.0');
  const missing = join(folder, 'missing');
  expect(JSON.stringify(findNode({ PATH: folder, ANCHORITE_NODE: missing }))).toContain(
    `ANCHORITE_NODE names ${missing}, which does not run;`,
  );
});
