import { describe, expect, it } from 'vitest';
import { findPip, runPip } from './pip-command.ts';

describe('pip', () => {
  it('is found', async () => {
    expect((await findPip()).length).toBeGreaterThan(0);
  });

  it("says pip's reason in one line", async () => {
    const args = ['download', '--no-index', '--no-deps', 'no-such-package-anywhere==1.0'];
    await expect(runPip(await findPip(), args, process.env)).rejects.toThrow(/^pip: No matching distribution found/);
  });

  it('says when the index cannot be reached', async () => {
    // Port 9 of this machine: nothing listens there.
    const args = [
      'download',
      '--no-deps',
      '--retries=1',
      '--isolated',
      '--index-url=http://127.0.0.1:9/simple',
      'x==1',
    ];
    await expect(runPip(await findPip(), args, process.env)).rejects.toThrow(/^the package index cannot be reached$/);
  });

  it('says when the program is not there', async () => {
    await expect(runPip(['no-such-program'], [], process.env)).rejects.toThrow(/^pip did not start/);
  });

  it('is stopped by the signal', async () => {
    const stop = new AbortController();
    const started = performance.now();
    const waiting = runPip(['python3', '-c', 'import time; time.sleep(60)'], [], process.env, stop.signal);
    setTimeout(() => {
      stop.abort(new Error('enough'));
    }, 100);
    await expect(waiting).rejects.toThrow('enough');
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
