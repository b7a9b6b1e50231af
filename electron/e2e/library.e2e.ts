/** The library and the reader, in the window and in a browser: bring in, find, look up, mark, keep. */
import { expect, test, type Page } from '@playwright/test';
import type { LibraryItem } from '../contract/library.ts';
import { newFolder, startBrowser, startWindow, type RunningApp } from './app-driver.ts';
import { brokenFiles, codeTree, oneOfEach } from './library-files.ts';
import { answered, ask, bookOf, drop, idle, openBook, PATIENCE, question, ready } from './steps.ts';

async function items(app: RunningApp): Promise<LibraryItem[]> {
  const reply = await app.call({ method: 'library.list', params: {} });
  if (!reply.ok) throw new Error(reply.error.message);
  return (reply.result as { items: LibraryItem[] }).items;
}

/** Waits until nothing is on its way into the library any more. */
async function settled(app: RunningApp): Promise<void> {
  const going = async () => {
    const { imports } = await app.state();
    return imports.filter(({ status }) => ['waiting', 'parsing', 'storing'].includes(status)).length;
  };
  await expect.poll(going, { timeout: PATIENCE }).toBe(0);
}

async function showLibrary(page: Page): Promise<void> {
  await page.keyboard.press('Control+Shift+L');
  await expect(page.getByRole('searchbox', { name: 'Search the text of all documents' })).toBeVisible();
}

async function search(page: Page, words: string): Promise<void> {
  const field = page.getByRole('searchbox', { name: 'Search the text of all documents' });
  await field.fill(words);
}

for (const [where, start] of [
  ['window', startWindow],
  ['browser', startBrowser],
] as const) {
  test(`${where}: files of every kind are brought in, found and shown`, async () => {
    const app = await start();
    const { page } = app;
    try {
      await ready(app);
      const made = oneOfEach();
      await drop(app, ...made.map(({ path }) => path), codeTree());
      await expect.poll(async () => (await items(app)).length, { timeout: PATIENCE }).toBe(made.length + 1);
      await settled(app);
      const titles = (await items(app)).map(({ title }) => title).sort();
      expect(titles).toEqual([...made.map(({ name }) => name), 'harbour'].sort());

      await showLibrary(page);
      for (const { name, words } of made) {
        await search(page, words);
        const found = page.getByRole('region', { name, exact: true });
        await expect(found.locator('mark').first()).toBeVisible();
      }
      await search(page, 'UNSEEN');
      await expect(page.getByText('Nothing found', { exact: false }).first()).toBeVisible();

      await test.step('a hit opens the reader at its page', async () => {
        await search(page, 'sextant reading');
        await page.getByRole('region', { name: 'log.pdf', exact: true }).getByRole('button').first().click();
        const reader = page.getByRole('region', { name: 'Reader' });
        await expect(reader).toBeVisible();
        await expect(reader.getByText('A sextant reading at noon.', { exact: false }).first()).toBeVisible();
      });

      await test.step('find in the document counts the places', async () => {
        await page.keyboard.press('Control+F');
        await page.getByRole('searchbox', { name: 'Find in the document' }).fill('page');
        await expect(page.getByRole('search').getByText('1 of 1')).toBeVisible();
        await page.keyboard.press('Escape');
      });
    } finally {
      await app.close();
    }
  });
}

test('broken files are named with the reason, and the others go on', async () => {
  const app = await startWindow();
  const { page } = app;
  try {
    await ready(app);
    const broken = brokenFiles();
    await drop(app, ...broken.map(({ path }) => path), bookOf(3_000, 'sound.txt'));
    await expect
      .poll(async () => (await items(app)).map(({ title }) => title), { timeout: PATIENCE })
      .toEqual(['sound.txt']);
    await settled(app);
    const failed = (await app.state()).imports.filter(({ status }) => status === 'failed');
    for (const { path, said } of broken) {
      const name = path.split('/').at(-1) ?? '';
      expect(failed.find((one) => one.name === name)?.error?.message, name).toMatch(said);
    }
    await showLibrary(page);
    await expect(page.getByRole('list', { name: 'Imports' })).toContainText('secret.pdf');
    await page.getByRole('button', { name: 'Dismiss all that ended' }).click();
    await expect(page.getByRole('list', { name: 'Imports' })).toHaveCount(0);
  } finally {
    await app.close();
  }
});

test('the library outlives the window: documents, titles, tags and highlights', async () => {
  const data = newFolder('data');
  const first = await startWindow({ data });
  await openBook(first, bookOf(6_000, 'kept.txt'));
  const [kept] = await items(first);
  const id = kept?.id ?? '';
  const call = async (app: RunningApp, method: string, params: unknown) => {
    const reply = await app.call({ method, params } as Parameters<RunningApp['call']>[0]);
    if (!reply.ok) throw new Error(reply.error.message);
    return reply.result;
  };
  await call(first, 'library.rename', { id, title: 'A kept book' });
  await call(first, 'library.tag', { id, tags: ['whales'] });
  const quote = 'Call me Ishmael';
  const { matches } = (await call(first, 'reader.find', { id, query: quote })) as {
    matches: { start: number; end: number }[];
  };
  const [at] = matches;
  if (at === undefined) throw new Error('the sample begins otherwise');
  await call(first, 'annotation.add', { documentId: id, ...at, quote, note: 'the beginning', colour: 'green' });
  // Ended in the middle of bringing another one in.
  void first.call({ method: 'document.open', params: { path: bookOf(20_000, 'second.txt') } }).catch(() => undefined);
  process.kill(first.electron?.process().pid ?? -1, 'SIGKILL');
  await first.close().catch(() => undefined);

  const app = await startWindow({ data });
  const { page } = app;
  try {
    await ready(app);
    const [again] = (await items(app)).filter((one) => one.id === id);
    expect(again).toMatchObject({ title: 'A kept book', tags: ['whales'] });
    for (const item of await items(app)) {
      // Whatever is there is there whole.
      const whole = (await call(app, 'reader.open', { id: item.id })) as { characters: number };
      expect(whole.characters).toBe(item.characters);
    }
    const { annotations } = (await call(app, 'annotation.list', { id })) as { annotations: { note: string }[] };
    expect(annotations.map(({ note }) => note)).toEqual(['the beginning']);
    await expect(page.getByRole('navigation', { name: 'Documents' })).toContainText('A kept book');
    await page.getByRole('navigation', { name: 'Documents' }).getByText('A kept book').click();
    await idle(app);
    await page.getByRole('button', { name: 'Read', exact: true }).click();
    await expect(question(page)).toBeVisible({ timeout: PATIENCE });
    await answered(await ask(page, 'Who tells the story?'));
  } finally {
    await app.close();
  }
});

test('removing can be undone, forgetting cannot', async () => {
  const app = await startWindow();
  const { page } = app;
  try {
    await openBook(app, bookOf(3_000, 'gone.txt'));
    await showLibrary(page);
    await page.getByRole('row', { name: /gone\.txt/ }).click();
    await page.keyboard.press('Delete');
    await expect.poll(async () => (await items(app)).length).toBe(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => (await items(app)).length).toBe(1);
    await page.getByRole('button', { name: 'More about gone.txt' }).click();
    await page.getByRole('menuitem', { name: 'Forget for good…' }).click();
    await page.getByRole('button', { name: /^Forget/ }).click();
    await expect.poll(async () => (await items(app)).length, { timeout: PATIENCE }).toBe(0);
  } finally {
    await app.close();
  }
});
