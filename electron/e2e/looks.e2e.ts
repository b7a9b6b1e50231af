/** Every screen in both themes: no accessibility violation, no refused resource, no error in the console. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test, type Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';
import { startBrowser, startWindow } from './app-driver.ts';
import {
  answered,
  ask,
  bookOf,
  drop,
  openBook,
  PATIENCE,
  question,
  report,
  SHORT_BOOK,
  sourceFolder,
} from './steps.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations: found } = await page.evaluate<AxeResults>('axe.run(document)');
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

/** Runs axe on what is shown now, in the light and in the dark theme. */
async function checked(page: Page, screen: string): Promise<void> {
  for (const theme of ['Light', 'Dark']) {
    await page.evaluate(`document.documentElement.dataset.theme = '${theme.toLowerCase()}'`);
    // Colours on their way from one theme to the other are nobody's choice.
    await page.evaluate(
      'Promise.allSettled(document.getAnimations().filter((a) => a instanceof CSSTransition).map((a) => a.finished))',
    );
    expect(await violations(page), `${screen}, ${theme}`).toEqual([]);
  }
}

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

      await drop(app, sourceFolder());
      await expect(page.getByRole('heading', { level: 1, name: 'lighthouse' })).toBeVisible();
      await page.getByText('left out', { exact: false }).first().click();
      await checked(page, 'folder');

      const [pid] = app.enginePids();
      process.kill(pid ?? -1, 'SIGKILL');
      await expect(page.getByRole('button', { name: 'Dismiss' })).toBeVisible();
      await page.getByRole('button', { name: 'Details' }).click();
      await checked(page, 'fault');
      expect(complaints).toEqual([]);
    } finally {
      await app.close();
    }
  });
}
