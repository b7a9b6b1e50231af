import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tinyGguf } from './fixtures/tiny-gguf.ts';
import { checkGgufFile } from './gguf-check.ts';
import { ModelError } from './model-error.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anchorite-gguf-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function verdict(content: Buffer): Promise<string> {
  const file = join(folder, 'model.gguf');
  await writeFile(file, content);
  return checkGgufFile(file).then(
    () => 'good',
    (error: unknown) => {
      if (!(error instanceof ModelError)) throw error;
      return `${error.kind}: ${error.message.slice(file.length + 2)}`;
    },
  );
}

describe('checkGgufFile', () => {
  it('accepts a whole file', async () => {
    expect(await verdict(tinyGguf())).toBe('good');
  });

  it('notices a single missing byte', async () => {
    const whole = tinyGguf();
    expect(await verdict(whole.subarray(0, -1))).toBe(
      `broken-file: cut short, ${String(whole.length - 1)} of at least ${String(whole.length)} bytes are there; download it again`,
    );
  });

  it.each([4, 8, 20, 40, 70, 100])('notices a header cut at byte %i', async (length) => {
    expect(await verdict(tinyGguf().subarray(0, length))).toMatch(/^broken-file: (its header is cut short|cut short)/);
  });

  it('notices counts that no file could hold', async () => {
    const damaged = tinyGguf();
    damaged.writeBigUInt64LE(2n ** 60n, 8);
    expect(await verdict(damaged)).toMatch(/^broken-file/);
  });

  it('refuses other files', async () => {
    expect(await verdict(Buffer.from('<html>not found</html>'))).toMatch(/^broken-file: not a GGUF model/);
    expect(await verdict(Buffer.alloc(0))).toMatch(/^broken-file: not a GGUF model/);
  });

  it('says when there is no file', async () => {
    await expect(checkGgufFile(join(folder, 'none.gguf'))).rejects.toMatchObject({ kind: 'missing-file' });
    await mkdir(join(folder, 'folder.gguf'));
    await expect(checkGgufFile(join(folder, 'folder.gguf'))).rejects.toMatchObject({ kind: 'missing-file' });
    await expect(checkGgufFile('a\0.gguf')).rejects.toMatchObject({ kind: 'missing-file' });
  });
});
