/**
 * `npm run check:extraction`: reads the documents of lab/extraction and prints how many characters of their known texts came out right,
 * document by document and format by format. Ends with 1 where a format misses its aim.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DocumentFormat } from '../contract/sources.ts';
import { loadDocument } from '../documents/load-document.ts';
import { compareTexts } from './character-accuracy.ts';

const FOLDER = fileURLToPath(new URL('../../lab/extraction', import.meta.url));

/** Which text each document holds. */
const DOCUMENTS = [
  ['moby-dick.epub', 'moby-dick.txt'],
  ['handbook.epub', 'handbook.txt'],
  ['moby-dick.docx', 'moby-dick.txt'],
  ['handbook.docx', 'handbook.txt'],
  ['moby-dick.html', 'moby-dick.txt'],
  ['handbook.html', 'handbook.txt'],
  ['handbook.md', 'handbook.md'],
  ['moby-dick-windows-1252.txt', 'moby-dick.txt'],
  ['handbook-utf-16.txt', 'handbook.txt'],
  ['moby-dick-chromium.pdf', 'moby-dick.txt'],
  ['moby-dick-columns.pdf', 'moby-dick.txt'],
  ['moby-dick-tex-columns.pdf', 'moby-dick.txt'],
  ['handbook.pdf', 'handbook.txt'],
  ['apache-2.0-groff.pdf', 'apache-2.0.txt'],
] as const;

/** Least share of characters that is right. */
const AIMS: Partial<Record<DocumentFormat, number>> = { pdf: 0.97 };
const AIM = 0.99;

const percent = (share: number) => `${(share * 100).toFixed(2)}%`;

async function main(): Promise<number> {
  const totals = new Map<DocumentFormat, { characters: number; errors: number; documents: number }>();
  for (const [name, known] of DOCUMENTS) {
    const { text, format } = await loadDocument(path.join(FOLDER, 'documents', name));
    const { characters, errors } = compareTexts(readFileSync(path.join(FOLDER, 'known', known), 'utf8'), text);
    const total = totals.get(format) ?? { characters: 0, errors: 0, documents: 0 };
    totals.set(format, {
      characters: total.characters + characters,
      errors: total.errors + errors,
      documents: total.documents + 1,
    });
    console.log(`${name.padEnd(28)} ${percent(1 - errors / characters).padStart(8)}  ${errors} of ${characters}`);
  }
  console.log('');
  let missed = 0;
  for (const [format, { characters, errors, documents }] of totals) {
    const [share, aim] = [1 - errors / characters, AIMS[format] ?? AIM];
    if (share < aim) missed++;
    const verdict = share < aim ? 'MISSED' : 'reached';
    console.log(
      `${format.padEnd(9)} ${percent(share).padStart(8)}  ${documents} documents, aim ${percent(aim)} ${verdict}`,
    );
  }
  return missed === 0 ? 0 : 1;
}

process.exitCode = await main();
