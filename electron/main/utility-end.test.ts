import { constants } from 'node:os';
import { expect, it } from 'vitest';
import { endOfUtility } from './utility-end.ts';

const { SIGKILL, SIGABRT } = constants.signals;

it.each<[string, number, NodeJS.Platform, object]>([
  ['an exit', 0, 'linux', { code: 0, signal: null }],
  ['an error', 1, 'linux', { code: 1, signal: null }],
  ['a kill', SIGKILL, 'linux', { code: null, signal: 'SIGKILL' }],
  ['an abort that left a core file', SIGABRT | 0x80, 'linux', { code: null, signal: 'SIGABRT' }],
  ['the same number on Windows, which has no signals', SIGKILL, 'win32', { code: SIGKILL, signal: null }],
])('knows %s', (_name, code, platform, end) => {
  expect(endOfUtility(code, platform)).toEqual(end);
});
