/** Files of every kind, made for the tests: each holds words of its own, so that a search can tell them apart. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { docxParagraph, writeDocx, writeEpub } from '../documents/fixtures/books.ts';
import { column } from '../documents/fixtures/pdf-pages.ts';
import { writePdf } from '../documents/fixtures/pdf-writer.ts';
import { newFolder } from './app-driver.ts';

export interface MadeFile {
  name: string;
  path: string;
  /** Words of its text that no other file has. */
  words: string;
}

/** PDF pages with these lines, left-aligned from the top. */
export function pdfOf(pages: readonly (readonly string[])[], password?: string): Buffer {
  const drawn = pages.map((lines) => column(lines, 72, 72));
  return writePdf(drawn, password === undefined ? {} : { password });
}

/** One file of each kind. */
export function oneOfEach(): MadeFile[] {
  const folder = newFolder('kinds');
  const make = (name: string, words: string, content: string | Buffer): MadeFile => {
    const file = path.join(folder, name);
    writeFileSync(file, content);
    return { name, path: file, words };
  };
  const html = '<html><body><h1>Light</h1><p>The heliograph flashed twice.</p><script>never()</script></body></html>';
  return [
    make('ledger.txt', 'ambergris ledger', 'The ambergris ledger was kept in the cabin.\n'),
    make(
      'latin.txt',
      'schöne Kajüte',
      Buffer.from('Die schöne Kajüte roch nach Teer und Fernweh, für später.\n', 'latin1'),
    ),
    make('notes.md', 'binnacle lamp', '# Notes\n\nThe **binnacle lamp** burned low.\n'),
    make('page.html', 'heliograph flashed', html),
    make('log.pdf', 'sextant reading', pdfOf([['The first page of the log.'], ['A sextant reading at noon.']])),
    make(
      'novel.epub',
      'petrel followed',
      writeEpub({
        chapters: [
          { file: 'one.xhtml', body: '<h1>One</h1><p>A storm petrel followed the ship.</p>' },
          { file: 'two.xhtml', body: '<h1>Two</h1><p>Then it was gone.</p>' },
        ],
        nav: '<li><a href="one.xhtml">One</a></li><li><a href="two.xhtml">Two</a></li>',
      }),
    ),
    make('letter.docx', 'quartermaster signed', writeDocx(docxParagraph('The quartermaster signed the letter.'))),
  ];
}

/** Files that cannot be brought in, with what has to be said about each. */
export function brokenFiles(): { path: string; said: RegExp }[] {
  const folder = newFolder('broken');
  const make = (name: string, content: string | Buffer, said: RegExp) => {
    const file = path.join(folder, name);
    writeFileSync(file, content);
    return { path: file, said };
  };
  return [
    make('secret.pdf', pdfOf([['Nobody may read this.']], 'sesame'), /password/i),
    make('scan.pdf', writePdf(['image', 'image']), /scan/i),
    make('broken.epub', Buffer.from('PK\u0003\u0004 and nothing that follows'), /EPUB|damaged|zip/i),
    make(
      'bomb.epub',
      writeEpub({ chapters: [{ file: 'c.xhtml', body: `<p>${'a'.repeat(40 * 1024 * 1024)}</p>` }], deflate: true }),
      /bomb|inflate|too large|times/i,
    ),
  ];
}

/** A folder with a nested .gitignore, a lock file and a dependency folder. */
export function codeTree(): string {
  const folder = path.join(newFolder('tree'), 'harbour');
  const put = (name: string, content: string) => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  };
  put('src/crane.ts', 'export const LIFTING_TONNES = 40;\n');
  put('src/.gitignore', 'private.ts\n');
  put('src/private.ts', 'export const UNSEEN = 1;\n');
  put('node_modules/dep/index.js', 'module.exports = 1;\n');
  put('package-lock.json', '{"lockfileVersion": 3}\n');
  return folder;
}
