/** Runs axe on what the page shows. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations: found } = await page.evaluate<AxeResults>('axe.run(document)');
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

/** Runs axe on what is shown now, in the light and in the dark theme. */
export async function checked(page: Page, screen: string): Promise<void> {
  for (const theme of ['Light', 'Dark']) {
    await page.evaluate(`document.documentElement.dataset.theme = '${theme.toLowerCase()}'`);
    // Colours on their way from one theme to the other are nobody's choice.
    await page.evaluate(
      'Promise.allSettled(document.getAnimations().filter((a) => a instanceof CSSTransition).map((a) => a.finished))',
    );
    expect(await violations(page), `${screen}, ${theme}`).toEqual([]);
  }
}
