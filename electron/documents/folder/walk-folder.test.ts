import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { walkFolder } from './walk-folder.ts';

const run = promisify(execFile);

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'anchorite-walk-'));
});
afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

async function put(files: Record<string, string>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
}

/** What git itself would add: the judge of every .gitignore question here. */
async function gitFiles(): Promise<string[]> {
  await run('git', ['init', '-q'], { cwd: root });
  const args = ['-c', 'core.excludesFile=', 'ls-files', '-z', '--others', '--exclude-standard'];
  const { stdout } = await run('git', args, { cwd: root });
  return stdout.split('\0').filter((path) => path !== '');
}

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

describe('walkFolder', () => {
  it('lists files in byte order of the whole path', async () => {
    const paths = ['a.txt', 'a/b', 'a-b/c', 'B', 'a/é', 'a/z', 'ä'];
    await put(Object.fromEntries(paths.map((path) => [path, 'x'])));
    expect((await walkFolder(root)).files).toEqual(paths.sort(byBytes));
  });

  it('agrees with git about nested .gitignore files', async () => {
    await put({
      '.gitignore':
        '# comment\n*.log\n!keep.log\n/only-top.txt\nbuild/\ndocs/*.tmp\n\\#odd\n**/deep/x.txt\nspace\\ \nout\ntrail   \r\nfoo/**\n',
      'a.log': '',
      'keep.log': '',
      'only-top.txt': '',
      'sub/only-top.txt': '',
      'build/x.txt': '',
      'sub/build/x.txt': '',
      'sub2/build': 'a file of that name',
      'docs/a.tmp': '',
      'docs/in/a.tmp': '',
      '#odd': '',
      'p/q/deep/x.txt': '',
      'p/q/deep/y.txt': '',
      'space ': '',
      trail: '',
      'foo/bar/baz': '',
      'sub/.gitignore': '!a.log\n/local.txt\nlib/gen/\n!build/\nwild*/\n\\!bang\n!out\n/\n!\n',
      'sub/a.log': '',
      'sub/b.log': '',
      'sub/local.txt': '',
      'sub/in/local.txt': '',
      'sub/lib/gen/x': '',
      'sub/in/lib/gen/x': '',
      'sub/wildcat/x': '',
      'sub/wildfile': '',
      'sub/!bang': '',
      'sub/out/x.txt': '',
      'sub/in/.gitignore': '*.md\n!README.md\n',
      'sub/in/notes.md': '',
      'sub/in/README.md': '',
      'sub/in/more/notes.md': '',
      'odd [1]*/.gitignore': '*.txt\n!b.txt\n/sub/c.dat\n',
      'odd [1]*/a.txt': '',
      'odd [1]*/b.txt': '',
      'odd [1]*/sub/c.dat': '',
      'odd [1]*/sub/d.dat': '',
      'odd 1x/a.txt': '',
      'hidden/.gitignore': '*\n',
      'hidden/x': '',
      'bom/.gitignore': '\uFEFF*.x\n',
      'bom/a.x': '',
    });
    const expected = await gitFiles();
    expect(expected).toContain('sub/a.log');
    expect((await walkFolder(root)).files).toEqual(expected.sort(byBytes));
  });

  it('leaves out .git and node_modules at any depth, and names what it left out', async () => {
    await put({ '.git/config': 'x', 'node_modules/m/index.js': 'x', 'in/node_modules/m.js': 'x', 'in/a.js': 'x' });
    await put({ '.gitignore': 'secret\n', secret: 'x' });
    const listing = await walkFolder(root);
    expect(listing.files).toEqual(['.gitignore', 'in/a.js']);
    expect(listing.leftOut).toEqual([
      { path: '.git/', reason: 'ignored' },
      { path: 'in/node_modules/', reason: 'ignored' },
      { path: 'node_modules/', reason: 'ignored' },
      { path: 'secret', reason: 'ignored' },
    ]);
  });

  it.skipIf(process.platform === 'win32')('never follows links, so that it ends and stays inside', async () => {
    await put({ 'a/x.txt': 'x' });
    await symlink('..', join(root, 'a', 'loop'));
    await symlink('/etc', join(root, 'outside'));
    const listing = await walkFolder(root);
    expect(listing.files).toEqual(['a/x.txt']);
    expect(listing.leftOut).toEqual([
      { path: 'a/loop', reason: 'link' },
      { path: 'outside', reason: 'link' },
    ]);
  });

  it.skipIf(process.platform === 'win32')('does not open pipes', async () => {
    await put({ 'x.txt': 'x' });
    await run('mkfifo', [join(root, 'pipe')]);
    expect((await walkFolder(root)).leftOut).toEqual([{ path: 'pipe', reason: 'unreadable' }]);
  });

  it('stops when it is told to', async () => {
    await put({ 'x.txt': 'x' });
    await expect(walkFolder(root, AbortSignal.abort())).rejects.toThrow('aborted');
  });
});
