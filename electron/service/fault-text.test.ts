import { expect, it } from 'vitest';
import { exitHow, faultText } from './fault-text.ts';

const exit = { kind: 'crashed', code: null, signal: null, log: '' } as const;

it('says what happened, what it often means and what was done', () => {
  const text = faultText({ ...exit, signal: 'SIGKILL' }, 'while reading war.txt', 'It is started again.');
  expect(text).toMatch(
    /^The engine stopped unexpectedly while reading war.txt \(SIGKILL\)\. .*memory.* It is started again\.$/,
  );
  expect(faultText({ ...exit, signal: 'SIGABRT' }, null, '')).toMatch(
    /^The engine stopped unexpectedly \(SIGABRT\)\. .*runtime/,
  );
  expect(faultText({ ...exit, code: 3 }, null, 'Done.')).toBe('The engine stopped unexpectedly (exit code 3). Done.');
});

it('believes a log that speaks of memory more than the signal', () => {
  for (const log of ['ggml: failed to allocate buffer', 'what():  Resource temporarily unavailable'])
    expect(faultText({ ...exit, signal: 'SIGABRT', log }, null, '')).toContain('ran out of memory');
});

it('takes an end with 0, which no engine asks for, for the end that Electron cannot explain', () => {
  expect(faultText({ ...exit, code: 0 }, null, '')).toMatch(
    /^The engine stopped unexpectedly \(no reason was given\)\. That often means that the computer ran out of memory/,
  );
});

it('names signal or exit code', () => {
  expect([exitHow({ code: 1, signal: null }), exitHow({ code: null, signal: 'SIGSEGV' })]).toEqual([
    'exit code 1',
    'SIGSEGV',
  ]);
});
