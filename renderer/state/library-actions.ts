/** The library's list and search, and what is done with its documents. */
import type { LibraryItem } from '../../electron/contract/library.ts';
import { call } from '../bridge/bridge.ts';
import { formatCounted } from '../parts/format.ts';
import { announce, asFailure, orToast, selectDocument, showToast } from './layout-actions.ts';
import {
  changedTags,
  itemById,
  missingPages,
  PAGE_ROWS,
  withItem,
  withMark,
  type LibrarySearch,
  type LibraryView,
} from './library-slice.ts';
import { getState, setState } from './store.ts';

/** Requests under way, so that none is made twice. */
const underWay = new Set<string>();

const revisionNow = () => getState().app?.libraryRevision ?? 0;

export const showLibrary = () => setState({ screen: 'library' });
export const toggleLibrary = () =>
  setState(({ screen }) => ({ screen: screen === 'library' ? 'document' : 'library' }));

/** Shows other documents, or the same in another order. */
export function changeView(change: Partial<LibraryView>): void {
  setState(({ libraryView }) => ({
    libraryView: { ...libraryView, ...change },
    libraryPages: {},
    libraryTotal: null,
    libraryProblem: null,
    marked: [],
  }));
}

/** Fetches what is missing or out of date between two rows, both included. */
export async function needRows(first: number, last: number): Promise<void> {
  const state = getState();
  const view = state.libraryView;
  const revision = revisionNow();
  await Promise.all(
    missingPages(state, first, last, revision).map(async (page) => {
      const request = JSON.stringify([view, revision, page]);
      if (underWay.has(request)) return;
      underWay.add(request);
      try {
        const { items, total } = await call('library.list', {
          ...view,
          offset: page * PAGE_ROWS,
          limit: PAGE_ROWS,
        });
        // Meanwhile another view may have been chosen.
        if (getState().libraryView !== view) return;
        setState(({ libraryPages }) => ({
          libraryPages: { ...libraryPages, [page]: { items, revision } },
          libraryTotal: total,
          libraryProblem: null,
        }));
      } catch (error) {
        if (getState().libraryView === view) setState({ libraryProblem: asFailure(error).message });
      } finally {
        underWay.delete(request);
      }
    }),
  );
}

/** Searches the text of all documents for what stands in the search field. The latest query wins. */
export async function searchLibrary(query: string): Promise<void> {
  const words = query.trim();
  if (words === '') {
    setState({ librarySearch: null });
    return;
  }
  const search = await searched(words);
  if (getState().libraryQuery.trim() !== words) return;
  setState({ librarySearch: search });
  if (search.problem === null) {
    announce(search.total === 0 ? 'Nothing found.' : `${formatCounted(search.total, 'passage')} found.`);
  }
}

async function searched(query: string): Promise<LibrarySearch> {
  try {
    const [found, named] = await Promise.all([
      call('library.search', { query, limit: 100 }),
      call('library.list', { title: query, sort: 'title', descending: false, limit: 8 }),
    ]);
    return { query, titles: named.items, ...found, problem: null };
  } catch (error) {
    return { query, titles: [], hits: [], total: 0, problem: asFailure(error).message };
  }
}

export function writeQuery(libraryQuery: string): void {
  setState(libraryQuery.trim() === '' ? { libraryQuery, librarySearch: null } : { libraryQuery });
}

/** Puts the document among the open ones and shows it. @returns its id there; null when that failed. */
export async function openItem(id: string): Promise<string | null> {
  const opened = await orToast(() => call('library.open', { id }));
  if (opened === null) return null;
  selectDocument(opened.id);
  requestAnimationFrame(() => document.getElementById('document-title')?.focus());
  return opened.id;
}

/** Keeps the changed document where it is shown until the list is fetched again. */
async function changing(work: () => Promise<LibraryItem>): Promise<boolean> {
  const changed = await orToast(work);
  if (changed !== null) setState((state) => withItem(state, changed));
  return changed !== null;
}

export async function renameItem(id: string, title: string): Promise<void> {
  const done = await changing(() => call('library.rename', { id, title }));
  if (done) announce(`Renamed to ${title}.`);
}

/** Adds tags to documents and takes others from them. */
export async function changeTags(items: readonly LibraryItem[], added: string[], removed: string[]): Promise<void> {
  for (const { id, tags } of items) {
    const after = changedTags(tags, added, removed);
    if (after.join('\n') !== tags.join('\n')) await changing(() => call('library.tag', { id, tags: after }));
  }
}

/** Takes documents out of the library; a toast offers to bring them back. */
export async function removeItems(ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  const [id = ''] = ids;
  const what = ids.length === 1 ? (itemById(getState(), id)?.title ?? 'the document') : `${ids.length} documents`;
  const done = await orToast(() => call('library.remove', { ids }));
  if (done === null) return;
  setState(({ marked }) => ({ marked: marked.filter((one) => !ids.includes(one)) }));
  announce(`Removed ${what}.`);
  showToast({
    text: `Removed ${what} from the library`,
    tone: 'plain',
    action: { label: 'Undo', run: () => void orToast(() => call('library.undoRemove', { ids })) },
  });
}

export async function refreshItem({ id, title }: LibraryItem): Promise<void> {
  const started = await orToast(() => call('library.refresh', { id }));
  if (started !== null) announce(`Reading ${title} from its file again.`);
}

export const mark = (id: string, on: boolean) => setState(({ marked }) => ({ marked: withMark(marked, id, on) }));
export const markOnly = (marked: string[]) => setState({ marked });

/** Marks every document of the view, including those that were never scrolled to. */
export async function markAll(): Promise<void> {
  const view = getState().libraryView;
  const ids: string[] = [];
  for (;;) {
    const page = await orToast(() => call('library.list', { ...view, offset: ids.length, limit: 500 }));
    if (page === null || getState().libraryView !== view) return;
    ids.push(...page.items.map(({ id }) => id));
    if (page.items.length === 0 || ids.length >= page.total) break;
  }
  markOnly(ids);
  announce(`${formatCounted(ids.length, 'document')} marked.`);
}
