import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DocumentError, type DocumentErrorKind } from './document-error.ts';
import { MAX_FILE_BYTES, MAX_TEXT_BYTES } from './limits.ts';
import { loadDocument } from './load-document.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'anchorite-load-'));
});
afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

async function put(path: string, content: string | Buffer): Promise<string> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
  return join(root, path);
}

async function failure(path: string): Promise<DocumentError> {
  const error: unknown = await loadDocument(path).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DocumentError)) throw new Error(`expected a DocumentError, got ${String(error)}`);
  expect(error.message).not.toContain('\n');
  return error;
}

async function expectKind(path: string, kind: DocumentErrorKind): Promise<DocumentError> {
  const error = await failure(path);
  expect(error.kind).toBe(kind);
  return error;
}

describe('loadDocument on a file', () => {
  it('loads text whatever its extension', async () => {
    const path = await put('report.bin', 'one\r\ntwo 🐋\n');
    const document = await loadDocument(path);
    expect(document).toEqual({
      name: 'report.bin',
      path,
      text: 'one\ntwo 🐋\n',
      files: [{ path: 'report.bin', startOffset: 0, endOffset: 11, bytes: 14 }],
      skipped: [],
      format: 'text',
      spans: [],
      outline: [],
      pages: null,
      warnings: [],
    });
  });

  it('says that it is missing', async () => {
    const error = await expectKind(join(root, 'nothing.txt'), 'missing');
    expect(error.message).toBe(`${join(root, 'nothing.txt')}: no such file or folder; check the path`);
  });

  it('takes a NUL in the path for a path that does not exist', async () => {
    expect((await expectKind(join(root, 'a\0b'), 'missing')).message).toContain('a\\u0000b');
  });

  it('keeps the message on one line when the path has line ends', async () => {
    await expectKind(join(root, 'a\nb'), 'missing');
  });

  it.skipIf(process.platform === 'win32')('says when it cannot be read', async () => {
    const file = await put('file.txt', 'x');
    expect((await expectKind(join(file, 'inside.txt'), 'unreadable')).message).toContain('is a file, not a folder');
    await symlink('loop', join(root, 'loop'));
    expect((await expectKind(join(root, 'loop'), 'unreadable')).message).toContain('lead in a circle');
    await expectKind(join(root, 'n'.repeat(300)), 'unreadable');
    await promisify(execFile)('mkfifo', [join(root, 'pipe')]);
    expect((await expectKind(join(root, 'pipe'), 'unreadable')).message).toContain('not a regular file');
  });

  it.skipIf(process.platform !== 'linux')('says when reading fails after opening', async () => {
    // Reading one's own memory at address 0 fails with EIO for every user, root included.
    expect((await expectKind('/proc/self/mem', 'unreadable')).message).toContain('EIO');
  });

  it('refuses binaries, empty and oversized files', async () => {
    await expectKind(await put('x.txt', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')), 'binary');
    await expectKind(await put('nothing.txt', ''), 'empty');
    await expectKind(await put('blank.txt', ' \n\t\n'), 'empty');
    const large = await put('large.txt', 'x');
    await truncate(large, MAX_TEXT_BYTES + 1);
    expect((await expectKind(large, 'too-large')).message).toContain('over the limit of 64 MiB');
  });

  it('stops when it is told to', async () => {
    const path = await put('a.txt', 'x');
    await expect(loadDocument(path, { signal: AbortSignal.abort() })).rejects.toThrow('aborted');
  });
});

describe('loadDocument on a folder', () => {
  it('joins its files under headings, in order, with offsets that cut out each file', async () => {
    await put('src/b.ts', 'export {};\n');
    await put('src/a.ts', 'no line end');
    await put('README', '\uFEFFread me\r\n');
    const document = await loadDocument(root);
    expect(document.text).toBe(
      '===== README =====\nread me\n\n===== src/a.ts =====\nno line end\n\n===== src/b.ts =====\nexport {};\n\n',
    );
    const cut = document.files.map(({ path, startOffset, endOffset }) => [
      path,
      document.text.slice(startOffset, endOffset),
    ]);
    expect(cut).toEqual([
      ['README', 'read me\n'],
      ['src/a.ts', 'no line end'],
      ['src/b.ts', 'export {};\n'],
    ]);
  });

  it('says why a file was left out', async () => {
    await put('.gitignore', 'ignored.txt\n');
    await put('ignored.txt', 'x');
    await put('binary.dat', Buffer.from([1, 2, 0, 4]));
    await put('empty.txt', '');
    await put('text.txt', 'text');
    await truncate(await put('large.txt', 'x'), MAX_FILE_BYTES + 1);
    const document = await loadDocument(root);
    expect(document.files.map(({ path }) => path)).toEqual(['.gitignore', 'text.txt']);
    expect(document.skipped).toEqual([
      { path: 'binary.dat', reason: 'binary' },
      { path: 'empty.txt', reason: 'empty' },
      { path: 'ignored.txt', reason: 'ignored' },
      { path: 'large.txt', reason: 'too-large' },
    ]);
  });

  it.skipIf(process.platform !== 'linux')('goes on past a file that cannot be opened', async () => {
    // A name that is not UTF-8 cannot be opened by the name that Node reports for it.
    await writeFile(Buffer.concat([Buffer.from(`${root}/bad-`), Buffer.from([0xff])]), 'x');
    await put('good.txt', 'x');
    const document = await loadDocument(root);
    expect(document.files.map(({ path }) => path)).toEqual(['good.txt']);
    expect(document.skipped).toEqual([{ path: 'bad-\uFFFD', reason: 'unreadable' }]);
  });

  it('says when a folder holds no text', async () => {
    await put('x.dat', Buffer.from([0, 1]));
    expect((await expectKind(root, 'no-text')).message).toContain('1 entries left out');
  });

  it('gives the same result twice', async () => {
    await put('b', 'b');
    await put('a/c', 'c');
    expect(await loadDocument(root)).toEqual(await loadDocument(`${root}/.`));
  });
});
