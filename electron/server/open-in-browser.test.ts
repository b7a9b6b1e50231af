import { expect, it } from 'vitest';
import { openInBrowser } from './open-in-browser.ts';

const node = (script: string) => [process.execPath, '-e', script, '--'] as const;
const LONG = 20_000;

it.each<[string, boolean, readonly [string, ...string[]], number]>([
  ['shown by a program that ends well', true, node(''), LONG],
  ['shown by a program that stays with the browser', true, node('setTimeout(() => {}, 500)'), 50],
  ['not shown by a program that finds no browser', false, node('process.exit(3)'), LONG],
  ['not shown where there is no such program', false, ['/nowhere/xdg-open'], LONG],
])('an address is %s', async (_name, shown, command, patience) => {
  expect(await openInBrowser('http://127.0.0.1:1/', command, patience)).toBe(shown);
});
