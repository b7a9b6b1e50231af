import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { EngineHost, type EngineExit } from './host.ts';
import { launchChild } from './launch.ts';

const entry = fileURLToPath(new URL('./ping-engine.ts', import.meta.url));
const host = new EngineHost({ launch: launchChild({ entry }) });
afterEach(() => host.stop());

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
    await expect(noisy.start()).rejects.toMatchObject({ code: 'engine-start-failed' });
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

  it('is not outlived by its engine', async () => {
    const script = `
      import { EngineHost } from ${JSON.stringify(new URL('./host.ts', import.meta.url).href)};
      import { launchChild } from ${JSON.stringify(new URL('./launch.ts', import.meta.url).href)};
      const host = new EngineHost({ launch: launchChild({ entry: ${JSON.stringify(entry)} }) });
      await host.start();
      console.log(host.pid);`;
    const program = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script]);
    const [line] = (await once(program.stdout.setEncoding('utf8'), 'data')) as [string];
    const pid = Number(line);
    expect(isThere(pid)).toBe(true);
    program.kill('SIGKILL');
    await vi.waitUntil(() => !isThere(pid), { timeout: 5_000 });
  });
});
