import { expect, it } from 'vitest';
import { MAX_UPLOAD_BYTES, pickedFolder, toUpload } from './uploads.ts';

const file = (path: string, content: string | Uint8Array<ArrayBuffer> = 'text') =>
  Object.assign(new File([content], path.split('/').at(-1) ?? ''), {
    webkitRelativePath: path,
  });

it('takes a folder without what is never part of a document', () => {
  const picked = pickedFolder([
    file('code/src/main.c'),
    file('code/node_modules/a/index.js'),
    file('code/.git/HEAD'),
    file('code/.gitignore'),
  ]);
  expect(picked?.name).toBe('code');
  expect(picked?.files.map(({ path }) => path)).toEqual(['src/main.c', '.gitignore']);
  expect(pickedFolder([])).toBeNull();
});

it('encodes every byte, across the slices that base64 is made of', async () => {
  const bytes = Uint8Array.from({ length: 100_001 }, (_, at) => at % 256);
  const upload = await toUpload({ name: 'a', files: [{ path: 'a', file: file('a', bytes) }] });
  const decoded = atob(upload.params.files[0]?.base64 ?? '');
  expect(Uint8Array.from(decoded, (byte) => byte.charCodeAt(0))).toEqual(bytes);
});

it('says what is wrong with a folder that is empty or too large', async () => {
  await expect(toUpload({ name: 'code', files: [] })).rejects.toThrow('code: there are no files in it');
  const huge = { size: MAX_UPLOAD_BYTES + 1 } as File;
  await expect(toUpload({ name: 'code', files: [{ path: 'a', file: huge }] })).rejects.toThrow('97 MiB of 96 MiB');
});

it('leaves out a file that cannot be read, names it, and sends the others', async () => {
  const locked = Object.assign(new File(['x'], 'b.txt'), {
    arrayBuffer: () => Promise.reject(new DOMException('no permission', 'NotReadableError')),
  });
  const files = [
    { path: 'a.txt', file: file('a.txt') },
    { path: 'b.txt', file: locked },
  ];
  const { params, unreadable } = await toUpload({ name: 'code', files, unreadable: ['c'] });
  expect(params.files.map(({ path }) => path)).toEqual(['a.txt']);
  expect(unreadable).toEqual(['c', 'b.txt']);
  await expect(toUpload({ name: 'b.txt', files: [{ path: 'b.txt', file: locked }] })).rejects.toThrow(
    'b.txt cannot be read',
  );
});
