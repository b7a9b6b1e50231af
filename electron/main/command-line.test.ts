import { expect, it } from 'vitest';
import { pathsOf } from './command-line.ts';

const APP = '/opt/anchorite';

it.each<[string, string[], string | null, string[]]>([
  ['nothing from a plain start', ['electron', APP], APP, []],
  ['a path behind the app folder', ['electron', APP, 'book.txt'], APP, ['/home/ahab/book.txt']],
  ['nothing of what stands before it', ['electron', '-r', '/tools/loader.js', '--inspect=0', APP], APP, []],
  ['the app folder when it is relative', ['electron', '../../opt/anchorite', '/books/a.txt'], APP, ['/books/a.txt']],
  ['the arguments of a packaged app', ['/usr/bin/anchorite', '--no-zygote', 'a.txt'], null, ['/home/ahab/a.txt']],
  ['a name that begins with a dash', ['anchorite', '--', '-odd.txt'], null, ['/home/ahab/-odd.txt']],
])('takes %s', (_name, argv, app, paths) => {
  expect(pathsOf(argv, '/home/ahab', app)).toEqual(paths);
});
