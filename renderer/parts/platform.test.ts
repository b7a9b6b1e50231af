import { expect, it } from 'vitest';
import { isMod } from './platform.ts';

it('is the command key on a Mac and the control key elsewhere', () => {
  const control = { ctrlKey: true, metaKey: false };
  const command = { ctrlKey: false, metaKey: true };
  expect([isMod(control, false), isMod(command, false)]).toEqual([true, false]);
  expect([isMod(control, true), isMod(command, true)]).toEqual([false, true]);
});
