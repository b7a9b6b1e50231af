import { expect, test } from '@playwright/test';
import { startWindow } from './app-driver.ts';
import { bookOf, openBook, ready } from './steps.ts';
test('close after stop', async () => {
  const app = await startWindow();
  await openBook(app, bookOf(5000));
  for (let i = 0; i < 4; i += 1) {
    await ready(app);
    process.kill(app.enginePids()[0] ?? -1, 'SIGKILL');
    if (i < 3) await expect.poll(async () => (await app.state()).engine.kind).not.toBe('ready').catch(() => undefined);
  }
  await expect.poll(async () => (await app.state()).engine.kind).toBe('stopped');
  console.log('stopped');
  const t = Date.now();
  await app.close();
  console.log('closed', Date.now() - t);
});
