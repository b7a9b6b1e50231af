/** The main job, in the window and in a browser: drop, read sparse, read the other way, ask from either. */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { formatCount, formatSpeedup } from '../../renderer/parts/format.ts';
import { readingFacts } from '../../renderer/views/report/reading-facts.ts';
import { startBrowser, startWindow, type RunningApp } from './app-driver.ts';
import { eventsOf, lastMetrics, recordEvents } from './page-events.ts';
import {
  answered,
  answerFrom,
  ask,
  bookOf,
  drop,
  exchanges,
  idle,
  openBook,
  PATIENCE,
  question,
  report,
  SHORT_BOOK,
  sourceFolder,
} from './steps.ts';

/** Presses Tab until the element has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press('Tab');
    if ((await target.and(page.locator(':focus')).count()) > 0) return;
  }
  throw new Error(`Tab does not lead to ${String(target)}`);
}

for (const [where, start] of [
  ['window', startWindow],
  ['browser', startBrowser],
] as const) {
  test.describe(where, () => {
    let app: RunningApp;
    test.beforeAll(async () => {
      app = await start();
      await recordEvents(app.page);
    });
    test.afterAll(async () => {
      await app.close();
    });

    test('drop, read sparse, read the other way, ask from either', async () => {
      const { page } = app;
      await test.step('a dropped book shows tokens, fit and expected times', async () => {
        await openBook(app, bookOf(SHORT_BOOK));
        const [document] = (await app.state()).documents;
        await expect(page.getByTestId('document-tokens')).toHaveText(formatCount(document?.size?.documentTokens ?? -1));
        await expect(page.getByText('It fits')).toBeVisible();
        // A first run measures the machine for a moment.
        await expect(page.getByText('from a short calibration')).toHaveCount(2, { timeout: PATIENCE });
        await expect(page.getByText('estimate', { exact: true })).toHaveCount(2);
      });

      await test.step('it is read sparse, with progress', async () => {
        await page.getByRole('radio', { name: 'Sparse' }).click();
        await page.getByRole('button', { name: 'Read', exact: true }).click();
        await expect(page.getByRole('heading', { name: 'Reading, sparse' })).toBeVisible();
        await expect(page.getByText('Sparsity so far')).toBeVisible();
        await expect(page.getByRole('main').getByRole('progressbar', { name: 'Reading' })).toBeVisible();
        await expect(question(page)).toBeVisible({ timeout: PATIENCE });
        const progress = await eventsOf(page, 'reading.progress');
        expect(progress.filter(({ progress: { phase } }) => phase === 'reading').length).toBeGreaterThan(3);
      });

      await test.step('the report says what the engine said', async () => {
        const metrics = await lastMetrics(page, 'sparse');
        expect(metrics.mode).toBe('sparse');
        expect(metrics.complete).toBe(true);
        for (const { label, text, value } of readingFacts(metrics)) {
          const shown = report(page).locator('dl.fact-list > div', { hasText: label }).locator('data').first();
          await expect(shown).toHaveText(text);
          await expect(shown).toHaveAttribute('value', String(value));
        }
        expect(metrics.speedup?.kind).toBe('estimated');
        await expect(report(page).getByTestId('speedup')).toHaveText(formatSpeedup(metrics.speedup?.value ?? 0));
        await expect(report(page).getByText('estimated', { exact: true })).toBeVisible();
        await report(page).getByText('As a table').click();
        const rows = report(page).getByRole('table').getByRole('row');
        await expect(rows).toHaveCount(metrics.layers.length + 1);
        await report(page).getByText('As a table').click();
      });

      await test.step('an answer streams', async () => {
        const exchange = await ask(page, 'Who tells the story?');
        await answered(exchange);
        await expect(exchange).toContainText('sparse reading');
        const tokens = await eventsOf(page, 'answer.token');
        expect(tokens.length).toBeGreaterThan(1);
        const told = tokens.map(({ text }) => text).join('');
        // Markdown takes marks away, so words are compared.
        const words = (text: string) => text.match(/[\p{L}\p{N}]+/gu) ?? [];
        expect(words((await exchange.locator('.markdown').textContent()) ?? '')).toEqual(words(told));
      });

      await test.step('it can be copied and asked again without another reading', async () => {
        const [exchange] = await exchanges(page).all();
        await exchange?.getByRole('button', { name: 'Copy answer' }).click();
        await expect(exchange?.getByRole('button', { name: 'Copied' }) ?? page.locator('none')).toBeVisible();
        if (app.electron !== null) {
          const copied = await app.electron.evaluate(({ clipboard }) => clipboard.readText());
          const told = (await eventsOf(page, 'answer.token')).map(({ text }) => text).join('');
          expect(copied.trim()).toBe(told.trim());
        }
        const progress = (await eventsOf(page, 'reading.progress')).length;
        await exchange?.getByRole('button', { name: 'Ask again' }).click();
        await answered(exchanges(page).nth(1));
        expect(await eventsOf(page, 'reading.progress')).toHaveLength(progress);
        // Greedy sampling from the same cache: the same words.
        const [first, second] = await exchanges(page).locator('.markdown').allTextContents();
        expect(second).toBe(first);
      });

      await test.step('reading the other way measures the speedup', async () => {
        await report(page).getByRole('tab', { name: 'Dense' }).click();
        await report(page)
          .getByRole('button', { name: /^Read dense too/ })
          .click();
        const compared = report(page).getByRole('region', { name: 'Sparse and dense compared' });
        await expect(compared).toBeVisible({ timeout: PATIENCE });
        const [sparse, dense] = [await lastMetrics(page, 'sparse'), await lastMetrics(page, 'dense')];
        expect(sparse.speedup?.kind).toBe('measured');
        expect(dense.speedup).toEqual(sparse.speedup);
        expect(sparse.speedup?.value).toBeCloseTo(dense.prefillMs / (sparse.prefillMs - sparse.probeMs), 6);
        await expect(compared.getByTestId('speedup')).toHaveText(formatSpeedup(sparse.speedup?.value ?? 0));
        await expect(compared.getByText('measured', { exact: true })).toBeVisible();
      });

      await test.step('the next question uses the reading whose mode is selected', async () => {
        await idle(app);
        const progress = (await eventsOf(page, 'reading.progress')).length;
        for (const mode of ['Dense', 'Sparse'] as const) {
          await answerFrom(page, mode);
          const exchange = await ask(page, `Where does the ${mode} narrator go?`);
          await answered(exchange);
          await expect(exchange).toContainText(`${mode.toLowerCase()} reading`);
        }
        expect(await eventsOf(page, 'reading.progress')).toHaveLength(progress);
      });

      await test.step('an answer can be stopped', async () => {
        const exchange = await ask(page, 'Tell the whole story again, chapter by chapter, in many words.');
        await expect(exchange.locator('.markdown')).not.toBeEmpty({ timeout: PATIENCE });
        await exchange.getByRole('button', { name: 'Stop', exact: true }).click();
        await answered(exchange);
        await expect(exchange).toContainText('Stopped by you');
      });

      await test.step('an answer that somebody else asked for is shown and can be stopped', async () => {
        const documentId = (await app.state()).documents[0]?.id ?? '';
        const wish = { documentId, mode: 'sparse', preset: 'finer' } as const;
        const params = { ...wish, answerId: 'elsewhere', question: 'Tell the whole story again, in many words.' };
        const asked = app.call({ method: 'answer.ask', params });
        await expect(page.getByRole('navigation', { name: 'Documents' })).toContainText('answering');
        await page.getByRole('button', { name: 'Stop the answer' }).click();
        expect(await asked).toMatchObject({ ok: false, error: { code: 'cancelled' } });
        await expect(page.getByRole('button', { name: 'Send' })).toBeVisible();
      });

      await test.step('a reload keeps the conversation and the draft', async () => {
        const before = await exchanges(page).allTextContents();
        await question(page).fill('A question not yet sent');
        await page.reload();
        await expect(question(page)).toHaveValue('A question not yet sent', { timeout: PATIENCE });
        expect(await exchanges(page).allTextContents()).toEqual(before);
        await question(page).fill('');
        await recordEvents(page);
      });
    });

    test('a folder is read by its rules, and closing it can be undone', async () => {
      const { page } = app;
      await drop(app, sourceFolder());
      await expect(page.getByRole('heading', { level: 1, name: 'lighthouse' })).toBeVisible();
      await expect(page.getByText('3 files', { exact: false }).first()).toBeVisible();
      const folder = (await app.state()).documents.find(({ name }) => name === 'lighthouse');
      expect(folder?.files).toBe(3);
      expect(folder?.skipped.map(({ path, reason }) => `${path} ${reason}`)).toEqual(
        expect.arrayContaining(['logo.png binary', 'src/secret.ts ignored']),
      );
      await page.getByRole('button', { name: 'Close lighthouse' }).click();
      await expect(page.getByRole('navigation', { name: 'Documents' })).not.toContainText('lighthouse');
      if (app.kind === 'window') {
        await page.getByRole('button', { name: 'Undo' }).click();
        await expect(page.getByRole('navigation', { name: 'Documents' })).toContainText('lighthouse');
      }
    });

    test('what cannot be opened is said, and nothing else is lost', async () => {
      const { page } = app;
      const before = (await app.state()).documents.length;
      await drop(app, bookOf(0, 'empty.txt'));
      await expect(page.getByText('empty.txt: there is no text in it', { exact: false }).first()).toBeVisible();
      expect((await app.state()).documents).toHaveLength(before);
    });

    test('a cancelled reading stops, and goes on from where it was', async () => {
      const { page } = app;
      await openBook(app, bookOf(SHORT_BOOK + 2_000, 'cancelled.txt'));
      await page.getByRole('radio', { name: 'Dense' }).click();
      await page.getByRole('button', { name: 'Read', exact: true }).click();
      const tokensRead = async () => {
        const progress = (await eventsOf(page, 'reading.progress')).map((event) => event.progress);
        return progress.findLast(({ phase }) => phase === 'reading')?.tokens ?? 0;
      };
      await recordEvents(page);
      await expect.poll(tokensRead, { timeout: PATIENCE }).toBeGreaterThan(2_048);
      await page.getByRole('button', { name: 'Cancel', exact: true }).click();
      const resume = page.getByRole('main').getByRole('button', { name: 'Continue reading' });
      await expect(resume).toBeVisible({ timeout: PATIENCE });
      // The button that had the focus is gone.
      await expect(page.getByRole('heading', { name: 'How to read it' })).toBeFocused();
      const partial = await lastMetrics(page, 'dense');
      expect(partial.complete).toBe(false);
      expect(partial.tokensRead % 2_048).toBe(0);
      expect(partial.tokensRead).toBeGreaterThan(0);
      await recordEvents(page);
      await resume.click();
      await expect(question(page)).toBeVisible({ timeout: PATIENCE });
      const whole = await lastMetrics(page, 'dense');
      expect(whole.complete).toBe(true);
      // No micro-batch was evaluated twice: it went on where the cancel had left it.
      const [first] = (await eventsOf(page, 'reading.progress')).filter(({ progress }) => progress.phase === 'reading');
      expect(first?.progress.tokens).toBeGreaterThanOrEqual(partial.tokensRead);
    });

    test('the keyboard alone reads and asks', async () => {
      const { page } = app;
      await openBook(app, bookOf(5_000, 'keys.txt'));
      // From the page's start, as after a reload.
      await page.reload();
      const read = page.getByRole('button', { name: 'Read', exact: true });
      await expect(read).toBeVisible({ timeout: PATIENCE });
      await page.evaluate('document.activeElement.blur()');
      await tabTo(page, page.getByRole('button', { name: 'Add' }));
      await tabTo(page, page.getByRole('radio', { name: 'Sparse' }));
      await tabTo(page, read);
      await page.keyboard.press('Enter');
      await expect(question(page)).toBeFocused({ timeout: PATIENCE });
      await page.keyboard.type('Tell the whole story again, sentence by sentence, in many words.');
      await page.keyboard.press('Enter');
      await expect(exchanges(page).first().locator('.markdown')).not.toBeEmpty({ timeout: PATIENCE });
      await page.keyboard.press('Escape');
      await answered(exchanges(page).first());
      await expect(exchanges(page).first()).toContainText('Stopped by you');
      await page.keyboard.press('Control+b');
      await expect(page.getByRole('navigation', { name: 'Documents' })).toBeHidden();
      await page.keyboard.press('Control+b');
      await page.keyboard.press('Control+.');
      await expect(report(page)).toBeHidden();
      await page.keyboard.press('Control+.');
    });
  });
}
