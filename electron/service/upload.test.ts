import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import type { UploadParams } from '../contract/documents.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseHere } from './parse-here.ts';
import { loadUpload as load, MAX_UPLOAD_BYTES, uploadKey } from './upload.ts';

const loadUpload = (params: UploadParams) => load(params, parseHere);

const file = (path: string, content: string | Buffer) => ({ path, base64: Buffer.from(content).toString('base64') });
const leftBehind = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('anchorite-upload-'));

let before: string[];
beforeEach(async () => void (before = await leftBehind()));
afterEach(async () => {
  // Whatever happened, nothing of an upload stays on the disk.
  expect(await leftBehind()).toEqual(before);
});

describe('loadUpload', () => {
  it('loads a single file', async () => {
    const { loaded, kind } = await loadUpload({ name: 'é b.txt', files: [file('é b.txt', 'Call me Ishmael.')] });
    expect([kind, loaded.name, loaded.text, loaded.files.length]).toEqual(['file', 'é b.txt', 'Call me Ishmael.', 1]);
  });

  it('loads a folder by the rules of folders on the disk', async () => {
    const { loaded, kind } = await loadUpload({
      name: 'project',
      files: [
        file('.gitignore', 'out/\n'),
        file('src/main.c', 'int main;'),
        file('out/main.s', 'ret'),
        file('logo.png', Buffer.from([0x89, 0x50, 0, 0, 0, 1, 2, 3])),
      ],
    });
    expect(kind).toBe('folder');
    expect(loaded.files.map(({ path }) => path)).toEqual(['.gitignore', 'src/main.c']);
    expect(loaded.skipped).toEqual([
      { path: 'logo.png', reason: 'binary' },
      { path: 'out/', reason: 'ignored' },
    ]);
  });

  it.each(['../up.txt', 'a/../../up.txt', '/etc/passwd', 'a//b', 'a/./b', 'a\0b', '..', 'a/'])(
    'refuses the path %j',
    async (path) => {
      const upload = { name: 'project', files: [file('fine.txt', 'x'), file(path, 'x')] };
      await expect(loadUpload(upload)).rejects.toMatchObject({ code: 'bad-request' });
    },
  );

  it.each(['..', '.', 'a/b', '/a', 'a\0'])('refuses the name %j', async (name) => {
    await expect(loadUpload({ name, files: [file(name, 'x')] })).rejects.toMatchObject({ code: 'bad-request' });
  });

  it('refuses the same path twice, and a file that is a folder of another', async () => {
    for (const second of ['a', 'a/b']) {
      const upload = { name: 'project', files: [file('a', 'x'), file(second, 'y')] };
      await expect(loadUpload(upload)).rejects.toMatchObject({ code: 'bad-request' });
    }
  });

  it('refuses what is not base64', async () => {
    const upload = { name: 'a.txt', files: [{ path: 'a.txt', base64: 'Q2Fsb*BtZQ==' }] };
    await expect(loadUpload(upload)).rejects.toMatchObject({ code: 'bad-request' });
  });

  it('refuses more than the limit before it writes any of it', async () => {
    const base64 = 'A'.repeat(Math.ceil(((MAX_UPLOAD_BYTES / 3) * 4) / 2) + 8);
    const files = ['a.txt', 'b.txt'].map((path) => ({ path, base64 }));
    await expect(loadUpload({ name: 'big', files })).rejects.toMatchObject({
      code: 'document-unusable',
      data: { kind: 'too-large' },
    });
  });

  it('names the upload in messages, not the temporary folder', async () => {
    const error: unknown = await loadUpload({ name: 'a.bin', files: [file('a.bin', Buffer.alloc(64))] }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ name: 'DocumentError', kind: 'binary' });
    expect((error as Error).message).toMatch(/^a\.bin: /);
  });
});

it('knows the same upload again, and another one of the same name apart', () => {
  const one = { name: 'a.txt', files: [file('a.txt', 'x')] };
  expect(uploadKey(structuredClone(one))).toBe(uploadKey(one));
  expect(uploadKey({ ...one, files: [file('a.txt', 'y')] })).not.toBe(uploadKey(one));
});
