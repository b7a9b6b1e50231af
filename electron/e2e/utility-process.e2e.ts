/**
 * The engine as Electron's utility process, which is how a current Electron runs it. The stand-in engine speaks the engine's protocol
 * without llama.cpp, because this test's Electron may have a Node.js that is too old for the real one; everything around it is the same.
 */
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { startWindow, type RunningApp } from './app-driver.ts';
import { stage } from './stage.ts';

async function utilityPids(app: RunningApp): Promise<number[]> {
  const metrics = await app.electron?.evaluate(({ app: main }) =>
    main.getAppMetrics().map(({ pid, type, serviceName, name }) => ({ pid, type, name: `${serviceName} ${name}` })),
  );
  return (metrics ?? [])
    .filter(({ type, name }) => type === 'Utility' && name.includes('Anchorite'))
    .map(({ pid }) => pid);
}

test('a killed utility process is started again and answers again', async () => {
  const app = await startWindow({
    env: {
      ANCHORITE_ENGINE_HOST: 'utility',
      ANCHORITE_ENGINE_ENTRY: path.join(stage().folder, 'app/resources/app.asar.unpacked/dist/app/ping-engine.cjs'),
    },
  });
  try {
    // The stand-in has no models: that it says so is an answer that came back over the port.
    await expect.poll(async () => (await app.state()).engine.kind).toBe('model-failed');
    const [first] = await utilityPids(app);
    expect(first).toBeGreaterThan(0);
    expect(app.enginePids()).toEqual([]);

    process.kill(first ?? -1, 'SIGKILL');
    // Electron 25 mostly gives no reason, newer ones give the signal; either way people hear what it often means.
    await expect
      .poll(async () => (await app.state()).fault?.text ?? '')
      .toMatch(/^The engine stopped unexpectedly.* \((SIGKILL|no reason was given)\)\. .*ran out of memory/);
    await expect.poll(async () => (await utilityPids(app)).filter((pid) => pid !== first)).toHaveLength(1);
    await app.call({ method: 'engine.start', params: {} });
    await expect.poll(async () => (await app.state()).engine.kind).toBe('model-failed');
    await expect(app.page.getByRole('alert').first()).toBeVisible();
  } finally {
    await app.close();
  }
});
