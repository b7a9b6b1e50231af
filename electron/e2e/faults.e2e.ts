/** What goes wrong in the engine, as people see it: said, mended, and nothing typed is lost. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { checked } from './accessibility.ts';
import { newFolder, startBrowser, startWindow, type RunningApp } from './app-driver.ts';
import { answered, ask, bookOf, exchanges, idle, openBook, PATIENCE, question, ready, report } from './steps.ts';
import { asUnprivileged } from './unprivileged.ts';

const SHORT = 5_000;

function killEngine(app: RunningApp): number {
  const [pid] = app.enginePids();
  if (pid === undefined) throw new Error('no engine process is there to be killed');
  process.kill(pid, 'SIGKILL');
  return pid;
}

/** Sets the soft limit of a process's address space, in bytes; the same user may, and may lift it again. */
function limitMemory(pid: number | undefined, bytes: string): void {
  asUnprivileged('prlimit', ['--pid', String(pid), `--as=${bytes}:`]);
}

for (const [where, start] of [
  ['window', startWindow],
  ['browser', startBrowser],
] as const) {
  test(`${where}: a killed engine is started again, and the next question works`, async () => {
    const app = await start();
    const { page } = app;
    try {
      await openBook(app, bookOf(SHORT));
      await page.getByRole('button', { name: 'Read', exact: true }).click();
      await expect(question(page)).toBeVisible({ timeout: PATIENCE });
      await answered(await ask(page, 'Who tells the story?'));

      await test.step('idle, with a question half typed', async () => {
        await question(page).fill('What does the narrator');
        const killed = killEngine(app);
        const fault = page.getByRole('alert').filter({ hasText: 'SIGKILL' }).or(page.getByText('ran out of memory'));
        await expect(fault.first()).toBeVisible();
        await ready(app);
        expect(app.enginePids()).not.toContain(killed);
        await expect(question(page)).toHaveValue('What does the narrator');
        await expect(exchanges(page)).toHaveCount(1);
      });

      await test.step('the next question reads the document again and is answered', async () => {
        await question(page).press('End');
        await question(page).pressSequentially(' see?');
        await question(page).press('Enter');
        const exchange = exchanges(page).nth(1);
        await answered(exchange);
        await expect(exchange).toContainText('What does the narrator see?');
        await expect(exchange).toContainText('read for this answer');
      });

      await test.step('in the middle of an answer', async () => {
        await page.getByRole('button', { name: 'Dismiss' }).click();
        const exchange = await ask(page, 'Tell the story again in many words.');
        await expect(exchange.locator('.markdown')).not.toBeEmpty({ timeout: PATIENCE });
        const said = (await exchange.locator('.markdown').textContent()) ?? '';
        killEngine(app);
        await expect(exchange.getByRole('alert')).toBeVisible();
        // What had come of the answer stays, and so does the question.
        expect((await exchange.locator('.markdown').textContent()) ?? '').toContain(said.slice(0, 20));
        await ready(app);
        await idle(app);
        await exchange.getByRole('button', { name: 'Ask again' }).click();
        await answered(exchange);
        await expect(exchange).toContainText('read for this answer');
      });

      await test.step('in the middle of a second reading', async () => {
        await page.getByRole('button', { name: 'Dismiss' }).click();
        await report(page)
          .getByRole('button', { name: /^Read dense too/ })
          .click();
        await expect.poll(async () => (await app.state()).activity?.kind, { timeout: PATIENCE }).toBe('reading');
        killEngine(app);
        // Said where one looks, not only in the banner of the engine.
        await expect(
          page.getByRole('main').getByRole('alert').filter({ hasText: 'It could not be read' }),
        ).toBeVisible();
        await expect(report(page)).toContainText('The latest try failed');
        await expect(page.getByRole('navigation', { name: 'Documents' })).toContainText('failed');
        await ready(app);
        await idle(app);
      });
    } finally {
      await app.close();
    }
  });
}

test('an engine killed while it reads for the first time leaves the document to be read', async () => {
  const app = await startWindow();
  const { page } = app;
  try {
    await openBook(app, bookOf(20_000, 'second.txt'));
    await page.getByRole('button', { name: 'Read', exact: true }).click();
    await expect.poll(async () => (await app.state()).activity?.kind, { timeout: PATIENCE }).toBe('reading');
    await page.waitForTimeout(1_000);
    killEngine(app);
    await expect(page.getByText('while reading second.txt', { exact: false }).first()).toBeVisible();
    await ready(app);
    await expect(page.getByRole('button', { name: 'Read', exact: true })).toBeEnabled({ timeout: PATIENCE });
  } finally {
    await app.close();
  }
});

test('an engine that keeps ending is not started again until somebody asks, and the window can be closed', async () => {
  const app = await startWindow();
  const { page } = app;
  const engine = async () => (await app.state()).engine.kind;
  const killUntilStopped = async () => {
    for (let kill = 1; kill <= 4; kill++) {
      await ready(app);
      killEngine(app);
      await expect.poll(engine, { timeout: PATIENCE }).not.toBe('ready');
    }
    await expect.poll(engine, { timeout: PATIENCE }).toBe('stopped');
  };
  try {
    await killUntilStopped();
    await page.getByRole('button', { name: 'Try again' }).click();
    await killUntilStopped();
  } finally {
    await app.close();
  }
});

test('browser: a server that is gone is said, and what was typed stays', async () => {
  const app = await startBrowser();
  const { page } = app;
  try {
    await openBook(app, bookOf(SHORT));
    await page.getByRole('button', { name: 'Read', exact: true }).click();
    await expect(question(page)).toBeVisible({ timeout: PATIENCE });
    await question(page).fill('Why does he go');
    process.kill(app.serverPid ?? -1, 'SIGKILL');
    await expect(page.getByText('The connection to Anchorite is lost', { exact: false })).toBeVisible();
    await question(page).press('End');
    await question(page).pressSequentially(' to sea?');
    await question(page).press('Enter');
    // A question that cannot be sent stays, to be asked again.
    await expect(exchanges(page).last()).toContainText('Why does he go to sea?');
    await expect(exchanges(page).last().getByRole('alert')).toBeVisible();
  } finally {
    await app.close();
  }
});

test('a model that does not load is named, and another one can be used', async () => {
  const broken = path.join(newFolder('broken'), 'broken.gguf');
  writeFileSync(broken, Buffer.concat([Buffer.from('GGUF'), Buffer.alloc(4_096, 7)]));
  const data = newFolder('data');
  writeFileSync(
    path.join(data, 'settings.json'),
    JSON.stringify({ theme: 'light', welcomeClosed: true, model: broken }),
  );
  const app = await startWindow({ data });
  const { page } = app;
  try {
    await expect(page.getByText('could not be loaded', { exact: false }).first()).toBeVisible({ timeout: PATIENCE });
    await expect(page.getByText('broken.gguf', { exact: false }).first()).toBeVisible();
    await checked(page, 'model failed');
    await page.getByRole('button', { name: 'Use another model' }).click();
    const starter = page.getByRole('listitem', { name: /^SmolLM2/ });
    await starter.getByRole('button', { name: /^Use/ }).click();
    await ready(app);
    await expect(page.getByText('could not be loaded', { exact: false })).toHaveCount(0);
  } finally {
    await app.close();
  }
});

test('a reading that finds no memory says so, and works once there is some', async () => {
  const app = await startWindow();
  const { page } = app;
  try {
    await openBook(app, bookOf(SHORT));
    await idle(app);
    const [pid] = app.enginePids();
    const size = Number(/^VmSize:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
    // Less than the context of this reading needs.
    limitMemory(pid, `${size + 24 * 1024 * 1024}`);
    await page.getByRole('button', { name: 'Read', exact: true }).click();
    await expect(page.getByText(/not enough memory|ran out of memory|out of memory/i).first()).toBeVisible({
      timeout: PATIENCE,
    });
    for (const engine of app.enginePids()) limitMemory(engine, 'unlimited');
    await ready(app);
    await idle(app);
    await page.getByRole('button', { name: 'Read', exact: true }).click();
    await expect(question(page)).toBeVisible({ timeout: PATIENCE });
    await answered(await ask(page, 'Who tells the story?'));
  } finally {
    await app.close();
  }
});
