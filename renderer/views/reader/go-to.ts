/** Finds the place that somebody typed: a page by its label or number, a line by its number. */
import type { ReaderDocument } from '../../../electron/contract/library.ts';
import { lastFrom, type Stretch } from '../../state/reader-slice.ts';
import type { LineIndex } from './line-index.ts';

type Document = Pick<ReaderDocument, 'spans' | 'characters' | 'format'>;

/** What is counted in this document. */
export const goToUnit = ({ spans }: Pick<Document, 'spans'>): 'page' | 'line' =>
  spans.some(({ kind }) => kind === 'page') ? 'page' : 'line';

export type Found = { place: Stretch } | { problem: string };

/**
 * @param from the offset where the reader stands; in a folder, lines are those of the file there
 */
export async function findPlace(document: Document, typed: string, from: number, lines: LineIndex): Promise<Found> {
  const wanted = typed.trim();
  return goToUnit(document) === 'page' ? findPage(document, wanted) : findLine(document, wanted, from, lines);
}

function findPage({ spans }: Document, wanted: string): Found {
  const pages = spans.filter(({ kind }) => kind === 'page');
  const number = /^\d+$/.test(wanted) ? Number(wanted) : NaN;
  const page = pages.find(({ label }) => label.toLowerCase() === wanted.toLowerCase()) ?? pages[number - 1];
  if (page === undefined) {
    return {
      problem: `There is no page ${wanted}: they go from ${pages[0]?.label ?? ''} to ${pages.at(-1)?.label ?? ''}.`,
    };
  }
  return { place: { start: page.start, end: page.start } };
}

async function findLine(document: Document, wanted: string, from: number, lines: LineIndex): Promise<Found> {
  if (!/^[1-9]\d*$/.test(wanted)) return { problem: 'Type the number of a line.' };
  const { spans, characters, format } = document;
  const file = format === 'folder' ? spans[lastFrom(spans, from)] : undefined;
  const [start, end] = file === undefined ? [0, characters] : [file.start, file.end];
  const line = await lines.startOf(Number(wanted), start, end);
  if (line === null)
    return { problem: `There are fewer than ${wanted} lines${file === undefined ? '' : ` in ${file.label}`}.` };
  const next = await lines.startOf(2, line, end);
  return { place: { start: line, end: next === null ? end : next - 1 } };
}
