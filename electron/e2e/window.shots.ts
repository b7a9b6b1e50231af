/** Walks through the window with the starter model and takes a picture of each state. Run by `npm run screenshots`. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { newFolder, startWindow } from './app-driver.ts';
import { codeTree, oneOfEach } from './library-files.ts';
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
  sourceFolder,
} from './steps.ts';
import { ownedFolder } from './unprivileged.ts';

const BOOKS = path.join(tmpdir(), 'Books');
const FOLDER = path.resolve(import.meta.dirname, '../../docs/screenshots');
/** As much of the sample as the starter's context takes with room for answers, and little enough for larger models. */
const BOOK = 24_000;

/** Moves a file to a folder with a name that people would give one. */
function book(name: string, file: string): string {
  const target = path.join(ownedFolder(BOOKS), name);
  renameSync(file, target);
  return target;
}

/** Takes a picture in each theme; the light one stays on. */
async function shoot(page: Page, name: string): Promise<void> {
  for (const theme of ['dark', 'light']) {
    await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
    await page.screenshot({ path: path.join(FOLDER, `${name}-${theme}.png`), animations: 'disabled', caret: 'hide' });
  }
}

test('a first start', async () => {
  const app = await startWindow({ cache: newFolder('cache') });
  try {
    rmSync(FOLDER, { recursive: true, force: true });
    mkdirSync(FOLDER, { recursive: true });
    await expect(app.page.getByRole('heading', { name: 'A model is needed first' })).toBeVisible();
    await shoot(app.page, '01-first-start');
  } finally {
    await app.close();
  }
});

test('from the empty window to a comparison', async () => {
  const app = await startWindow();
  const { page } = app;
  try {
    await ready(app);
    await expect(page.getByRole('heading', { name: 'Drop a document here' })).toBeVisible();
    await shoot(page, '02-start');

    await openBook(app, book('Moby-Dick, chapters 1-2.txt', bookOf(BOOK)));
    await idle(app);
    await expect(page.getByText('from a short calibration')).toHaveCount(2, { timeout: PATIENCE });
    await shoot(page, '03-unread');

    await page.getByRole('button', { name: 'Read', exact: true }).click();
    await expect.poll(async () => (await app.state()).activity?.kind, { timeout: PATIENCE }).toBe('reading');
    await expect(page.getByText(/^[4-9]\d%$/).first()).toBeVisible({ timeout: PATIENCE });
    await shoot(page, '04-reading');

    await expect(question(page)).toBeVisible({ timeout: PATIENCE });
    await idle(app);
    await shoot(page, '05-read');

    await answered(await ask(page, 'Who tells the story, and why does he go to sea?'));
    await shoot(page, '06-answer');

    await report(page).getByText('As a table').click();
    await shoot(page, '07-report-table');
    await report(page).getByText('As a table').click();

    await report(page).getByRole('tab', { name: 'Dense' }).click();
    await report(page)
      .getByRole('button', { name: /^Read dense too/ })
      .click();
    const compared = report(page).getByRole('region', { name: 'Sparse and dense compared' });
    await expect(compared).toBeVisible({ timeout: PATIENCE });
    await idle(app);
    await shoot(page, '08-compared');

    await page.getByRole('button', { name: /^Model:/ }).click();
    await expect(page.getByRole('heading', { name: 'Models' })).toBeVisible();
    await shoot(page, '09-models');
    await page.keyboard.press('Escape');

    await page.locator('h1').first().click();
    await page.keyboard.press('?');
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    await shoot(page, '10-shortcuts');
    await page.keyboard.press('Escape');
  } finally {
    await app.close();
  }
});

test('library and reader', async () => {
  const app = await startWindow();
  const { page } = app;
  try {
    await ready(app);
    const kinds = oneOfEach();
    await drop(
      app,
      ...kinds.map((file) => book(file.name, file.path)),
      book('Moby-Dick.txt', bookOf(BOOK)),
      codeTree(),
    );
    const arrived = async () => (await app.state()).documents.length;
    await expect.poll(arrived, { timeout: PATIENCE }).toBe(kinds.length + 2);
    await idle(app);
    await page.keyboard.press('Control+Shift+L');
    await expect(page.getByRole('row', { name: /Moby-Dick/ })).toBeVisible();
    const dismiss = page.getByRole('button', { name: 'Dismiss all that ended' });
    if (await dismiss.isVisible()) await dismiss.click();
    await shoot(page, '14-library');

    await page.getByRole('searchbox', { name: 'Search the text of all documents' }).fill('whale');
    await expect(page.locator('.hit mark').first()).toBeVisible();
    await shoot(page, '15-search');
    await page.locator('.hit:has(mark)').first().click();
    await expect(page.getByRole('region', { name: 'Reader' })).toBeVisible();
    await page.waitForTimeout(2_500);
    await shoot(page, '16-reader');
  } finally {
    await app.close();
  }
});

test('folders, long books and faults', async () => {
  const data = newFolder('data');
  const settings = { theme: 'light', welcomeClosed: false, model: 'starter' };
  writeFileSync(path.join(data, 'settings.json'), JSON.stringify(settings));
  const app = await startWindow({ data });
  const { page } = app;
  try {
    await ready(app);
    await drop(app, sourceFolder());
    await expect(page.getByRole('heading', { level: 1, name: 'lighthouse' })).toBeVisible();
    await page.getByText('left out', { exact: false }).first().click();
    await idle(app);
    await shoot(page, '11-folder');

    const long = path.join(ownedFolder(BOOKS), 'Ship papers.txt');
    writeFileSync(
      long,
      'The mate wrote the course and the wind into the log, and the captain signed it.\n'.repeat(900),
    );
    await openBook(app, long);
    await idle(app);
    await shoot(page, '12-too-long');

    const empty = book('empty.txt', bookOf(0));
    await drop(app, empty);
    await expect(page.getByText('empty.txt: there is no text in it', { exact: false }).first()).toBeVisible();
    process.kill(app.enginePids()[0] ?? -1, 'SIGKILL');
    await expect(page.getByRole('button', { name: 'Dismiss' }).first()).toBeVisible();
    await shoot(page, '13-faults');
  } finally {
    await app.close();
  }
});
