/** The library as the page shows it: the part of the list that has been fetched, the search, what is marked. */
import type { z } from 'zod';
import type { Collection, LibraryItem, librarySort, SearchHit } from '../../electron/contract/library.ts';

export type LibrarySort = z.infer<typeof librarySort>;

/** Which documents the list shows and in which order. */
export interface LibraryView {
  collection: string | null;
  tag: string | null;
  sort: LibrarySort;
  descending: boolean;
}

/** Rows that were fetched together, and the library's revision that they are of. */
export interface LibraryPage {
  items: LibraryItem[];
  revision: number;
}

export interface LibrarySearch {
  query: string;
  /** Documents whose title holds the words, a few. */
  titles: LibraryItem[];
  hits: SearchHit[];
  total: number;
  /** Why the search failed, as a sentence; null when it did not. */
  problem: string | null;
}

export interface LibrarySlice {
  libraryView: LibraryView;
  /** By number of the page, PAGE_ROWS rows each. */
  libraryPages: Record<number, LibraryPage>;
  /** Rows of the whole list; null until it was asked for. */
  libraryTotal: number | null;
  /** Why the list could not be had, as a sentence. */
  libraryProblem: string | null;
  collections: Collection[];
  /** What stands in the search field. */
  libraryQuery: string;
  /** Null while nothing is searched, or the first answer is under way. */
  librarySearch: LibrarySearch | null;
  /** Ids of the marked documents, in the order in which they were marked. */
  marked: string[];
  /** The text that is about to become a document; null while that dialog is closed. */
  pasted: { title: string; text: string } | null;
}

/** Rows of one request. */
export const PAGE_ROWS = 100;

export const librarySlice: LibrarySlice = {
  libraryView: { collection: null, tag: null, sort: 'opened', descending: true },
  libraryPages: {},
  libraryTotal: null,
  libraryProblem: null,
  collections: [],
  libraryQuery: '',
  librarySearch: null,
  marked: [],
  pasted: null,
};

type Rows = Pick<LibrarySlice, 'libraryPages'>;

export function itemAt({ libraryPages }: Rows, row: number): LibraryItem | null {
  return libraryPages[Math.floor(row / PAGE_ROWS)]?.items[row % PAGE_ROWS] ?? null;
}

export function itemById({ libraryPages }: Rows, id: string): LibraryItem | null {
  for (const { items } of Object.values(libraryPages)) {
    const item = items.find((one) => one.id === id);
    if (item !== undefined) return item;
  }
  return null;
}

/** Pages between two rows, both included, that are not there or of an older revision. */
export function missingPages({ libraryPages }: Rows, first: number, last: number, revision: number): number[] {
  const wanted: number[] = [];
  for (let page = Math.floor(first / PAGE_ROWS); page <= Math.floor(last / PAGE_ROWS); page += 1) {
    if (libraryPages[page]?.revision !== revision) wanted.push(page);
  }
  return wanted;
}

/** Puts the changed document in the place of the old one, wherever it is shown. */
export function withItem({ libraryPages }: Rows, changed: LibraryItem): Rows {
  const pages = Object.entries(libraryPages).map(([page, { items, revision }]) => [
    page,
    { revision, items: items.map((item) => (item.id === changed.id ? changed : item)) },
  ]);
  return { libraryPages: Object.fromEntries(pages) as LibrarySlice['libraryPages'] };
}

export function withMark(marked: readonly string[], id: string, on: boolean): string[] {
  const others = marked.filter((one) => one !== id);
  return on ? [...others, id] : others;
}

/** The ids of the rows from one to another, in that order; rows that are not there yet are left out. */
export function idsBetween(state: Rows, from: number, to: number): string[] {
  const step = from <= to ? 1 : -1;
  const ids: string[] = [];
  for (let row = from; row !== to + step; row += step) {
    const item = itemAt(state, row);
    if (item !== null) ids.push(item.id);
  }
  return ids;
}

/** The tags of several documents: those that all have, and those that only some have. */
export function tagsOf(items: readonly LibraryItem[]): { all: string[]; some: string[] } {
  const every = [...new Set(items.flatMap(({ tags }) => tags))].sort((a, b) => a.localeCompare(b));
  const all = every.filter((tag) => items.every(({ tags }) => tags.includes(tag)));
  return { all, some: every.filter((tag) => !all.includes(tag)) };
}

/** A document's tags after some were added and some removed. Letters' case makes no other tag. */
export function changedTags(tags: readonly string[], added: readonly string[], removed: readonly string[]): string[] {
  const kept = tags.filter((tag) => !removed.some((one) => same(one, tag)));
  for (const tag of added) if (!kept.some((one) => same(one, tag))) kept.push(tag);
  return kept;
}

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** The tags in what was typed, between commas. */
export function typedTags(text: string): string[] {
  return changedTags(
    [],
    text
      .split(',')
      .map((tag) => tag.trim().replace(/\s+/g, ' '))
      .filter((tag) => tag !== ''),
    [],
  );
}
