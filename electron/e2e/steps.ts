/** What people do in the window, step by step; the same in a browser. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { newFolder, type RunningApp } from './app-driver.ts';

const SAMPLE = path.resolve(import.meta.dirname, '../../assets/samples/moby-dick.txt');

/** A model may have to be loaded, or a document read, on a machine that does other things too. */
export const PATIENCE = 180_000;

/** Writes a book of the sample's first `characters` characters where the app may read it. */
export function bookOf(characters: number, name = 'whale.txt'): string {
  const file = path.join(newFolder('book'), name);
  writeFileSync(file, readFileSync(SAMPLE, 'utf8').slice(0, characters));
  return file;
}

/** Some 4,200 tokens of the starter: two whole micro-batches and a bit. */
export const SHORT_BOOK = 17_500;

/** A folder with a nested .gitignore, a binary and two files worth reading. */
export function sourceFolder(): string {
  const folder = path.join(newFolder('code'), 'lighthouse');
  mkdirSync(path.join(folder, 'src'), { recursive: true });
  writeFileSync(path.join(folder, 'README.md'), '# Lighthouse\n\nThe lamp turns once in twelve seconds.\n');
  writeFileSync(path.join(folder, 'src', 'lamp.ts'), 'export const SECONDS_A_TURN = 12;\n');
  writeFileSync(path.join(folder, 'src', 'secret.ts'), 'export const NEVER = "read";\n');
  writeFileSync(path.join(folder, 'src', '.gitignore'), 'secret.ts\n');
  writeFileSync(path.join(folder, 'logo.png'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]));
  return folder;
}

/** Drops files or folders on the window as the system does: through the debugging protocol, with paths. */
export async function drop(app: RunningApp, ...files: string[]): Promise<void> {
  const session = await app.page.context().newCDPSession(app.page);
  const data = { items: [], files, dragOperationsMask: 1 };
  const at = { x: 620, y: 320 };
  await session.send('Input.dispatchDragEvent', { type: 'dragEnter', ...at, data });
  await expect(app.page.getByTestId('drop-overlay')).toBeVisible();
  await session.send('Input.dispatchDragEvent', { type: 'dragOver', ...at, data });
  await session.send('Input.dispatchDragEvent', { type: 'drop', ...at, data });
  await expect(app.page.getByTestId('drop-overlay')).toBeHidden();
  await session.detach();
}

/** Waits until a model is loaded. */
export async function ready(app: RunningApp): Promise<void> {
  await expect.poll(async () => (await app.state()).engine.kind, { timeout: PATIENCE }).toBe('ready');
}

/** Waits until nothing runs any more. */
export async function idle(app: RunningApp): Promise<void> {
  await expect.poll(async () => (await app.state()).activity, { timeout: PATIENCE }).toBeNull();
}

/** Drops a document and waits until it is counted. */
export async function openBook(app: RunningApp, file: string): Promise<void> {
  await ready(app);
  await drop(app, file);
  await expect(app.page.getByRole('heading', { level: 1, name: path.basename(file) })).toBeVisible();
  await expect(app.page.getByTestId('document-tokens')).toBeVisible({ timeout: PATIENCE });
}

export function question(page: Page): Locator {
  return page.getByRole('textbox', { name: 'Question' });
}

export function report(page: Page): Locator {
  return page.getByRole('complementary', { name: 'Report of the reading' });
}

/** The exchanges of the conversation, in order. */
export function exchanges(page: Page): Locator {
  return page.locator('li.exchange');
}

/** Types a question and sends it with the keyboard. */
export async function ask(page: Page, text: string): Promise<Locator> {
  const before = await exchanges(page).count();
  await question(page).fill(text);
  await question(page).press('Enter');
  const exchange = exchanges(page).nth(before);
  await expect(exchange).toContainText(text);
  return exchange;
}

/** Waits until an answer has ended, and not with a failure: that would have a button to ask again too. */
export async function answered(exchange: Locator): Promise<void> {
  await expect(exchange.getByRole('button', { name: 'Ask again' })).toBeVisible({ timeout: PATIENCE });
  await expect(exchange.locator('.answer-footer')).toBeVisible();
  await expect(exchange.getByRole('alert')).toHaveCount(0);
}

/** Chooses which reading answers. */
export async function answerFrom(page: Page, mode: 'Sparse' | 'Dense'): Promise<void> {
  await page.getByRole('radiogroup', { name: 'Answer from' }).getByRole('radio', { name: mode }).click();
}
