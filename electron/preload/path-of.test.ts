import { File } from 'node:buffer';
import { expect, it } from 'vitest';
import { pathOf, type PathLookup } from './path-of.ts';

it('asks webUtils where there is one, whatever the file carries', () => {
  const file = Object.assign(new File(['text'], 'book.txt'), { path: '/somewhere/else.txt' });
  const asked: object[] = [];
  const webUtils: PathLookup = {
    getPathForFile: (given) => {
      asked.push(given);
      return '/home/ahab/book.txt';
    },
  };
  expect(pathOf(file, webUtils)).toBe('/home/ahab/book.txt');
  expect(asked).toEqual([file]);
});

it("takes the file's own path in an Electron without webUtils", () => {
  const file = Object.assign(new File(['text'], 'book.txt'), { path: '/home/ahab/book.txt' });
  expect(pathOf(file, undefined)).toBe('/home/ahab/book.txt');
});

it('gives nothing for a file that is not of the disk', () => {
  expect(pathOf(new File(['text'], 'book.txt'), undefined)).toBe('');
});
