/** A computer without any model: the card, and a download that can be paused, continued and cancelled. Needs the network. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { newFolder, startWindow } from './app-driver.ts';
import { PATIENCE, ready } from './steps.ts';

const LARGE = 'qwen2.5-coder-1.5b';

test('the first model is one click away', async () => {
  const cache = newFolder('cache');
  const app = await startWindow({ cache });
  const { page } = app;
  const models = path.join(cache, 'anchorite/models');
  try {
    await expect(page.getByRole('heading', { name: 'A model is needed first' })).toBeVisible();
    const { recommendation, models: catalogue } = await app.state();
    const recommended = catalogue.find(({ id }) => id === recommendation?.id);
    const card = page.getByRole('region', { name: 'A model is needed first' });
    await expect(card).toContainText(recommended?.name ?? 'none');
    await expect(card).toContainText(recommendation?.why.slice(0, 30) ?? 'none');
    await expect(card.getByRole('button', { name: /^Download/ })).toBeEnabled();

    await card.getByRole('button', { name: 'See all models' }).click();
    // Large enough that the pause comes before its end.
    const large = page.getByRole('listitem', { name: /^Qwen2.5 Coder/ });
    const fileOfLarge = async () => (await app.state()).models.find(({ id }) => id === LARGE)?.file;
    await large.getByRole('button', { name: /^Download/ }).click();
    await expect(large.getByRole('progressbar')).toBeVisible();
    // A part that has not come whole is not kept; each has some 50 MB.
    const arrived = async () => {
      const file = await fileOfLarge();
      return file?.kind === 'downloading' ? file.progress.bytesDone : 0;
    };
    await expect.poll(arrived, { timeout: PATIENCE }).toBeGreaterThan(120e6);
    await large.getByRole('button', { name: /^Pause/ }).click();
    await expect(large.getByRole('button', { name: /^Resume/ })).toBeVisible({ timeout: PATIENCE });
    expect((await fileOfLarge())?.kind).toBe('paused');

    await large.getByRole('button', { name: /^Resume/ }).click();
    await expect.poll(async () => (await fileOfLarge())?.kind).toBe('downloading');
    await large.getByRole('button', { name: /^Cancel/ }).click();
    await large.getByRole('button', { name: /^Stop and remove/ }).click();
    await expect(large.getByRole('button', { name: /^Download/ })).toBeVisible({ timeout: PATIENCE });
    expect(existsSync(models) ? readdirSync(models) : []).toEqual([]);

    const starter = page.getByRole('listitem', { name: /^SmolLM2/ });
    await starter.getByRole('button', { name: /^Download/ }).click();
    await ready(app);
    await expect(starter.getByText('In use')).toBeVisible();
    await page.keyboard.press('Escape');
    // The demo is introduced as one, and the better model still offered.
    await expect(page.getByText('is a demo', { exact: false })).toBeVisible();
    await page.getByRole('button', { name: 'Close this card' }).click();
    await expect(page.getByText('is a demo', { exact: false })).toHaveCount(0);
    expect((await app.state()).settings.welcomeClosed).toBe(true);
  } finally {
    await app.close();
  }
});
