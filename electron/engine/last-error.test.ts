import { expect, it } from 'vitest';
import { lastError } from './last-error.ts';

const NODE = `node:internal/modules/esm/resolve:873
  throw new ERR_MODULE_NOT_FOUND(packageName, fileURLToPath(base), null);
        ^

Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'node-llama-cpp' imported from /opt/engine.mjs
    at packageResolve (node:internal/modules/esm/resolve:873:9) {
  code: 'ERR_MODULE_NOT_FOUND'
}

Node.js v20.20.2
`;

it.each<[string, string, string | null]>([
  [
    'the error of a Node.js',
    NODE,
    "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'node-llama-cpp' imported from /opt/engine.mjs",
  ],
  ['the latest of several', 'TypeError: one\nRangeError: two\n', 'RangeError: two'],
  [
    'what the loader of programs says',
    'engine: error while loading shared libraries: libgomp.so.1\n',
    'engine: error while loading shared libraries: libgomp.so.1',
  ],
  ['the last line of anything else', 'Illegal instruction\n\n', 'Illegal instruction'],
  ['nothing in silence', '\n', null],
])('finds %s', (_name, log, line) => {
  expect(lastError(log)).toBe(line);
});

it('is no longer than a message', () => {
  expect(lastError(`Error: ${'x'.repeat(1000)}`)).toHaveLength(300);
});
