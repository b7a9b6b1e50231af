import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { writeEpub } from './fixtures/books.ts';
import { column } from './fixtures/pdf-pages.ts';
import { writePdf } from './fixtures/pdf-writer.ts';
import { testFolder } from './fixtures/test-folder.ts';
import { loadDocument } from './load-document.ts';
import { ParserHost, type ParserHostOptions } from './parser-host.ts';
import { launchParser } from './parser/launch-parser.ts';

const put = testFolder();
const hosts: ParserHost[] = [];
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.close()));
});

function startHost(options: ParserHostOptions = {}): ParserHost {
  const host = new ParserHost(options);
  hosts.push(host);
  return host;
}

const fixture = (name: string) => fileURLToPath(new URL(`./fixtures/${name}.mjs`, import.meta.url));
const isRunning = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
/** A PDF that takes the parser long enough to be stopped in the middle. */
const longPdf = () =>
  writePdf(
    Array.from({ length: 600 }, (_, page) => column(Array<string>(40).fill(`Page ${page} says a few words.`), 72, 100)),
  );

/** Loaded before the parser: as if that package had not been installed. */
const WITHOUT_CANVAS = `
  const Module = require('node:module');
  const resolve = Module._resolveFilename;
  Module._resolveFilename = (request, ...rest) => {
    if (request.startsWith('@napi-rs/canvas')) throw new Error('Cannot find module ' + request);
    return resolve.call(Module, request, ...rest);
  };
`;

describe('ParserHost', () => {
  it('gives what loadDocument gives, one process for one document after the other', async () => {
    const host = startHost();
    const paths = [
      await put('a.txt', 'é '.repeat(1_200_000)),
      await put('b.epub', writeEpub({ chapters: [{ file: 'c.xhtml', body: '<h1>One</h1><p>Text.</p>' }] })),
      await put('tree/c.md', '# Head\n'),
    ];
    paths.push(await put('tree'));
    const [first, ...rest] = await Promise.all(paths.map((path) => host.parse(path)));
    const pid = host.pid;
    expect([first, ...rest]).toEqual(await Promise.all(paths.map((path) => loadDocument(path))));
    await host.parse(paths[1] ?? '');
    expect(host.pid).toBe(pid);
  });

  it('tells how far it is', async () => {
    const fractions: (number | null)[] = [];
    await startHost().parse(await put('long.pdf', longPdf()), { onProgress: (fraction) => fractions.push(fraction) });
    expect(fractions.length).toBeGreaterThan(3);
    expect(fractions).toEqual([...fractions].sort((a, b) => Number(a) - Number(b)));
  });

  it('reads bytes that somebody sent, and keeps nothing of them', async () => {
    const before = (await readdir(tmpdir())).filter((name) => name.startsWith('anchorite-parse-'));
    const host = startHost();
    const parsed = await host.parse({ name: 'up/é b.txt', bytes: Buffer.from('Call me Ishmael.') });
    expect([parsed.name, parsed.path, parsed.text]).toEqual(['é b.txt', 'é b.txt', 'Call me Ishmael.']);
    await expect(host.parse({ name: 'x.bin', bytes: Buffer.alloc(10) })).rejects.toMatchObject({
      name: 'DocumentError',
      kind: 'binary',
      message: expect.stringMatching(/^x\.bin: /) as string,
    });
    expect((await readdir(tmpdir())).filter((name) => name.startsWith('anchorite-parse-'))).toEqual(before);
  });

  it('says what is wrong with a document, and reads the next one', async () => {
    const host = startHost();
    const locked = await put('locked.pdf', writePdf([column(['x'], 72, 100)], { password: 'x' }));
    await expect(host.parse(locked)).rejects.toMatchObject({ kind: 'protected', path: locked });
    const bomb = await put(
      'bomb.epub',
      writeEpub({ chapters: [{ file: 'b.xhtml', body: '0'.repeat(3e7) }], deflate: true }),
    );
    await expect(host.parse(bomb)).rejects.toMatchObject({ kind: 'limit' });
    expect((await host.parse(await put('fine.txt', 'fine'))).text).toBe('fine');
  });

  it('stops at once when it is told to, also while it waits', async () => {
    const host = startHost();
    const path = await put('long.pdf', longPdf());
    const stop = new AbortController();
    const pids: number[] = [];
    const onProgress = () => {
      pids.push(host.pid ?? 0);
      stop.abort(new Error('enough'));
    };
    const waiting = new AbortController();
    const results = [
      host.parse(path, { signal: stop.signal, onProgress }),
      host.parse(path, { signal: waiting.signal }),
      host.parse(await put('fine.txt', 'fine')),
    ] as const;
    waiting.abort(new Error('not wanted any more'));
    await expect(results[1]).rejects.toThrow('not wanted any more');
    await expect(results[0]).rejects.toThrow('enough');
    expect((await results[2]).text).toBe('fine');
    expect(isRunning(pids[0] ?? 0)).toBe(false);
    await expect(host.parse(path, { signal: AbortSignal.abort() })).rejects.toThrow('aborted');
  });

  it('gives up a document at which the process does not get on, and kills it', async () => {
    const host = startHost({ launch: launchParser({ entry: fixture('silent-parser') }), stallMs: 1500 });
    const parsed = host.parse(await put('slow.txt', 'x'));
    await expect(parsed).rejects.toMatchObject({
      kind: 'limit',
      message: expect.stringMatching(/slow\.txt: reading it did not get on for 1\.5 seconds/) as string,
    });
    expect(host.pid).toBeUndefined();
  });

  it('names the document at which the process crashed', async () => {
    const host = startHost({ launch: launchParser({ entry: fixture('crashing-parser') }) });
    await expect(host.parse(await put('evil.pdf', 'x'))).rejects.toMatchObject({
      kind: 'parser-failed',
      message: expect.stringMatching(
        /evil\.pdf: could not be read, because the parser stopped at it \(SIGSEGV\)/,
      ) as string,
    });
  });

  it('survives the end of its process between two documents', async () => {
    const host = startHost();
    const path = await put('a.txt', 'x');
    await host.parse(path);
    process.kill(host.pid ?? 0, 'SIGKILL');
    const again = await host.parse(path).catch(() => host.parse(path));
    expect(again.text).toBe('x');
  });

  it('ends a document that takes too much memory, by heap and by the whole process', async () => {
    const path = await put('huge.html', '<p>x</p>'.repeat(2_000_000));
    const smallHeap = startHost({ launch: launchParser({ nodeOptions: ['--max-old-space-size=100'] }) });
    await expect(smallHeap.parse(path)).rejects.toMatchObject({
      kind: 'limit',
      message: expect.stringContaining('more memory') as string,
    });
    const smallProcess = startHost({
      launch: launchParser({ env: { ANCHORITE_PARSER_BYTES: String(300 * 1024 ** 2) } }),
    });
    await expect(smallProcess.parse(path)).rejects.toMatchObject({
      kind: 'limit',
      message: expect.stringContaining('more memory') as string,
    });
    expect((await smallProcess.parse(await put('a.txt', 'x'))).text).toBe('x');
  });

  it('reads a PDF where the package that pdf.js draws with is missing', async () => {
    const hidden = await put('hidden.cjs', WITHOUT_CANVAS);
    const host = startHost({ launch: launchParser({ nodeOptions: ['--require', hidden] }) });
    const path = await put('a.pdf', writePdf([column(['A page.'], 72, 100)]));
    expect((await host.parse(path)).text).toBe('A page.\n');
  });

  it('refuses 200 MB of text in plain words', async () => {
    const path = await put('large.txt', Buffer.alloc(200 * 1024 * 1024, 'text and\n'));
    await expect(startHost().parse(path)).rejects.toMatchObject({
      kind: 'too-large',
      message: expect.stringContaining('200 MiB is over the limit of 64 MiB') as string,
    });
  });

  it('ends well or says so when the file is removed while it is read', async () => {
    const host = startHost();
    const path = await put('gone.pdf', longPdf());
    let removed: Promise<void> | undefined;
    const parsed = await host.parse(path, { onProgress: () => void (removed ??= rm(path)) });
    await removed;
    expect(parsed.pages).toBe(600);
    await expect(host.parse(path)).rejects.toMatchObject({ kind: 'missing' });
  });

  it('says when there is no program to run it', async () => {
    const host = startHost({ launch: launchParser({ execPath: '/nowhere/node' }) });
    await expect(host.parse(await put('a.txt', 'x'))).rejects.toMatchObject({
      kind: 'parser-failed',
      message: expect.stringContaining('the parser does not run') as string,
    });
  });
});
