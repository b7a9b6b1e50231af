/** Every screen in both themes: no accessibility violation, no refused resource, no error in the console. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { checked } from './accessibility.ts';
import { newFolder, startBrowser, startWindow } from './app-driver.ts';
import {
  answered,
  ask,
  bookOf,
  drop,
  idle,
  openBook,
  PATIENCE,
  question,
  ready,
  report,
  SHORT_BOOK,
  sourceFolder,
} from './steps.ts';

for (const [where, start] of [
  ['window', startWindow],
  ['browser', startBrowser],
] as const) {
  test(`${where}: every screen in both themes`, async () => {
    const app = await start();
    const { page } = app;
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    try {
      // Loaded once more, with somebody listening from the start.
      await page.reload();
      await expect(page.getByRole('heading', { name: 'Drop a document here' })).toBeVisible();
      await checked(page, 'start');
      await page.getByRole('button', { name: 'Add' }).click();
      await expect(page.getByRole('menuitem').first()).toBeVisible();
      await checked(page, 'add menu');
      await page.keyboard.press('Escape');
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
      await checked(page, 'shortcuts');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: /^Model:/ }).click();
      await expect(page.getByRole('heading', { name: 'Models' })).toBeVisible();
      await checked(page, 'models');
      await page.keyboard.press('Escape');

      await openBook(app, bookOf(SHORT_BOOK));
      await checked(page, 'unread');
      await page.getByRole('button', { name: 'Read', exact: true }).click();
      await expect(page.getByText('Sparsity so far')).toBeVisible();
      await checked(page, 'reading');
      await expect(question(page)).toBeVisible({ timeout: PATIENCE });
      await checked(page, 'read');
      await answered(await ask(page, 'Who tells the story?'));
      await report(page).getByText('As a table').click();
      await checked(page, 'conversation and report');
      await report(page)
        .getByRole('button', { name: /^Read dense too/ })
        .click();
      const compared = report(page).getByRole('region', { name: 'Sparse and dense compared' });
      await expect(compared).toBeVisible({ timeout: PATIENCE });
      await idle(app);
      await checked(page, 'comparison');

      await drop(app, bookOf(0, 'empty.txt'));
      await expect(page.getByText('empty.txt: there is no text in it', { exact: false }).first()).toBeVisible();
      await checked(page, 'message');
      // It stands above the composer, not on it.
      await question(page).fill('Who is Queequeg?');
      await page.getByRole('button', { name: 'Send' }).click({ trial: true });
      await question(page).fill('');
      await page.getByRole('button', { name: 'Dismiss' }).click();

      const exchange = await ask(page, 'Tell the story again in many words.');
      await expect(exchange.locator('.markdown')).not.toBeEmpty({ timeout: PATIENCE });
      process.kill(app.enginePids()[0] ?? -1, 'SIGKILL');
      await expect(exchange.getByRole('alert')).toBeVisible();
      await expect(page.getByRole('button', { name: 'Dismiss' })).toBeVisible();
      await page.getByRole('button', { name: 'Details' }).click();
      await checked(page, 'fault and failed answer');
      await page.getByRole('button', { name: 'Dismiss' }).click();
      await ready(app);

      await drop(app, sourceFolder());
      await expect(page.getByRole('heading', { level: 1, name: 'lighthouse' })).toBeVisible();
      await page.getByText('left out', { exact: false }).first().click();
      await checked(page, 'folder');

      const long = path.join(newFolder('book'), 'long.txt');
      writeFileSync(long, 'The mate wrote the course and the wind into the log.\n'.repeat(1_200));
      await openBook(app, long);
      await expect(page.getByText('It does not fit.')).toBeVisible();
      await checked(page, 'does not fit');
      expect(complaints).toEqual([]);
    } finally {
      await app.close();
    }
  });
}

test('window: without a model', async () => {
  const app = await startWindow({ cache: newFolder('cache') });
  try {
    await expect(app.page.getByRole('heading', { name: 'A model is needed first' })).toBeVisible();
    await checked(app.page, 'no model');
  } finally {
    await app.close();
  }
});
