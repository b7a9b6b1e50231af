import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { EngineHost, type EngineExit } from './host.ts';
import { launchChild } from './launch.ts';

const entry = fileURLToPath(new URL('./ping-engine.ts', import.meta.url));
const host = new EngineHost({ launch: launchChild({ entry }) });
afterEach(() => host.stop());

const folder = mkdtempSync(join(tmpdir(), 'anchorite-host-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let scripts = 0;

/** A file with a program for Node.js. */
async function script(source: string): Promise<string> {
  const file = join(folder, `${++scripts}.mjs`);
  await writeFile(file, source);
  return file;
}

const isThere = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('EngineHost with an engine that only answers pings', () => {
  it('starts it at the first request and refuses what it cannot do with a code', async () => {
    expect(host.running).toBe(false);
    expect((await host.request('ping', {})).uptimeMs).toBeGreaterThan(0);
    expect(await host.request('status', {})).toMatchObject({ model: null, readings: { sparse: null, dense: null } });
    await expect(host.request('ask', { question: 'Who?' })).rejects.toMatchObject({ code: 'not-available' });
    await expect(host.request('ask', { question: ' ' })).rejects.toMatchObject({ code: 'bad-request' });
  });

  it('tells that it was killed, and another answers', async () => {
    await host.start();
    const ended = new Promise<EngineExit>((resolve) => host.once('exit', resolve));
    const pid = host.pid ?? 0;
    process.kill(pid, 'SIGKILL');
    expect(await ended).toMatchObject({ kind: 'crashed', signal: 'SIGKILL' });
    await host.request('ping', {});
    expect(host.pid).not.toBe(pid);
  });

  it('tells that it was stopped on purpose, and restarts', async () => {
    await host.start();
    const pid = host.pid ?? 0;
    const ended = new Promise<EngineExit>((resolve) => host.once('exit', resolve));
    const asked = host.request('ping', {});
    asked.catch(() => undefined);
    await host.restart();
    expect((await ended).kind).toBe('stopped');
    expect(isThere(pid)).toBe(false);
    await host.request('ping', {});
  });

  it('has the end of its log in the report', async () => {
    const noisy = new EngineHost({
      launch: launchChild({ entry, execArgv: ['--import', 'data:text/javascript,throw new Error("no such thing")'] }),
    });
    const ended = new Promise<EngineExit>((resolve) => noisy.once('exit', resolve));
    await expect(noisy.start()).rejects.toMatchObject({
      code: 'engine-start-failed',
      message: expect.stringContaining('exit code 1: Error: no such thing') as string,
    });
    expect(await ended).toMatchObject({
      kind: 'failed-to-start',
      log: expect.stringContaining('no such thing') as string,
    });
  });

  it('says so when the executable is not there, and can still be stopped', async () => {
    const broken = new EngineHost({ launch: launchChild({ entry, execPath: '/nowhere/node' }) });
    const starting = broken.start();
    const stopping = broken.stop();
    await expect(starting).rejects.toMatchObject({ code: 'engine-start-failed' });
    await stopping;
    expect(broken.running).toBe(false);
  });

  it('says so when the system refuses at once, and starts when it does not any more', async () => {
    // Not among the few errors that Node.js reports later.
    let execPath = `${process.execPath}/node`;
    const refused = new EngineHost({ launch: () => launchChild({ entry, execPath })() });
    await expect(refused.start()).rejects.toMatchObject({
      code: 'engine-start-failed',
      message: expect.stringContaining('ENOTDIR') as string,
    });
    ({ execPath } = process);
    await refused.request('ping', {});
    await refused.stop();
  });

  it('ends one that never gets ready', async () => {
    const silent = new EngineHost({
      launch: launchChild({ entry: await script('setInterval(() => {}, 1000)') }),
      startMs: 50,
    });
    const starting = silent.start();
    const { pid } = silent;
    await expect(starting).rejects.toMatchObject({
      code: 'engine-start-failed',
      message: expect.stringContaining('not ready within 0.05 s') as string,
    });
    expect(silent.running).toBe(false);
    await vi.waitUntil(() => !isThere(pid ?? 0), { timeout: 5_000 });
  });

  it('tells an end with 0 that nobody asked for as one without a reason', async () => {
    const leaving = new EngineHost({
      launch: launchChild({
        entry: await script("process.send({ kind: 'ready' }); process.on('message', () => process.exit(0))"),
      }),
    });
    await expect(leaving.request('ping', {})).rejects.toMatchObject({
      code: 'engine-exited',
      data: { how: 'no reason was given' },
    });
  });

  it('fails a cancelled request as cancelled when the engine has to be ended for it', async () => {
    const deaf = new EngineHost({
      launch: launchChild({ entry: await script("process.send({ kind: 'ready' }); process.on('message', () => {})") }),
    });
    const abort = new AbortController();
    const [cancelled, other] = [deaf.request('status', {}, { signal: abort.signal }), deaf.request('status', {})];
    const failures = Promise.all([cancelled, other].map((one) => one.catch((error: unknown) => error)));
    await deaf.start();
    abort.abort();
    await deaf.stop();
    expect(await failures).toMatchObject([{ code: 'cancelled' }, { code: 'engine-exited' }]);
  });

  it('is not outlived by its engine', async () => {
    const source = `
      import { EngineHost } from ${JSON.stringify(new URL('./host.ts', import.meta.url).href)};
      import { launchChild } from ${JSON.stringify(new URL('./launch.ts', import.meta.url).href)};
      const host = new EngineHost({ launch: launchChild({ entry: ${JSON.stringify(entry)} }) });
      await host.start();
      console.log(host.pid);`;
    const program = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', source]);
    const [line] = (await once(program.stdout.setEncoding('utf8'), 'data')) as [string];
    const pid = Number(line);
    expect(isThere(pid)).toBe(true);
    program.kill('SIGKILL');
    await vi.waitUntil(() => !isThere(pid), { timeout: 5_000 });
  });
});
