/** Opening the reader, going to a place in it, finding. */
import { call } from '../bridge/bridge.ts';
import { formatCount } from '../parts/format.ts';
import { announce, asFailure, orToast, selectDocument } from './layout-actions.ts';
import {
  firstMatch,
  nextMatch,
  type ReaderBar,
  type ReaderLook,
  type ReaderSide,
  type ReaderTarget,
} from './reader-slice.ts';
import { forgetText } from './reader-texts.ts';
import { getState, setState } from './store.ts';

let visits = 0;
/** The latest visit that the reader has gone to. */
let gone = 0;
let flashEnds: ReturnType<typeof setTimeout> | undefined;

/** Milliseconds that a stretch flashes. */
const FLASH_MS = 2200;

export const toggleReader = () =>
  setState(({ readerOpen, screen }) =>
    screen === 'library' ? {} : { readerOpen: !readerOpen, readerFront: true, readerBar: null },
  );
export const closeReader = () => setState({ readerOpen: false, readerBar: null });
export const showInFront = (readerFront: boolean) => setState({ readerFront });
export const setSplit = (share: number) => setState({ readerSplit: Math.min(0.75, Math.max(0.25, share)) });
export const toggleSide = (side: ReaderSide) =>
  setState(({ readerSide }) => ({ readerSide: readerSide === side ? null : side }));
export const openBar = (readerBar: ReaderBar) => setState({ readerOpen: true, readerFront: true, readerBar });
export const closeBar = () => setState({ readerBar: null, readerFind: null });
export const chooseLook = (id: string, look: ReaderLook) =>
  setState(({ readerViews }) => ({ readerViews: { ...readerViews, [id]: look } }));
export const rememberPlace = (id: string, offset: number) =>
  setState(({ readerPlaces }) =>
    readerPlaces[id] === offset ? {} : { readerPlaces: { ...readerPlaces, [id]: offset } },
  );

/**
 * Shows a stretch of an open document's text in the reader and lets it flash: for search hits, citations and highlights.
 * Offsets in UTF-16 code units of the document's text, `end` exclusive.
 */
export function openReaderAt(documentId: string, start: number, end: number, flash = true): void {
  visits += 1;
  if (getState().selectedId !== documentId || getState().screen !== 'document') selectDocument(documentId);
  setState({
    readerOpen: true,
    readerFront: true,
    readerTarget: { documentId, start, end: Math.max(start, end), flash, count: visits },
  });
}

/** Whether the reader still has to go there: a view that appears later begins where the reader stood instead. */
export function takeVisit({ count }: ReaderTarget): boolean {
  const wanted = count > gone;
  gone = Math.max(gone, count);
  return wanted;
}

/** Lets a stretch flash that has just come into sight. */
export function flashFor({ documentId, start, end }: ReaderTarget): void {
  clearTimeout(flashEnds);
  setState({ readerFlash: { documentId, start, end } });
  flashEnds = setTimeout(() => setState({ readerFlash: null }), FLASH_MS);
}

/** Fetches what the reader shows first, and the highlights; again when it is there, since it may have changed. */
export async function loadReader(id: string): Promise<void> {
  try {
    const [document, { annotations }] = await Promise.all([
      call('reader.open', { id }),
      call('annotation.list', { id }),
    ]);
    setState((state) => {
      const before = state.readerDocuments[id];
      // The same object for the same content, so that nothing is laid out anew.
      const same = before !== undefined && JSON.stringify(before) === JSON.stringify(document);
      const readerFailures = Object.fromEntries(Object.entries(state.readerFailures).filter(([one]) => one !== id));
      return {
        readerDocuments: same ? state.readerDocuments : { ...state.readerDocuments, [id]: document },
        readerFailures,
        annotations: { ...state.annotations, [id]: annotations.toSorted((a, b) => a.start - b.start) },
      };
    });
  } catch (error) {
    setState(({ readerFailures }) => ({ readerFailures: { ...readerFailures, [id]: asFailure(error) } }));
  }
}

/** The document was parsed again: its text here is out of date. */
export async function reloadReader(id: string): Promise<void> {
  forgetText(id);
  setState(({ readerDocuments, readerFind }) => ({
    readerDocuments: Object.fromEntries(Object.entries(readerDocuments).filter(([one]) => one !== id)),
    readerFind: readerFind?.documentId === id ? null : readerFind,
  }));
  if (getState().readerOpen && getState().selectedId === id) await loadReader(id);
}

/** Finds the words in the document and shows the first place from where the reader stands. The latest query wins. */
export async function findInReader(documentId: string, query: string): Promise<void> {
  const words = query.trim();
  const blank = { documentId, query, matches: [], more: false, at: -1 };
  setState(
    words === '' ? { readerFind: null } : ({ readerFind }) => ({ readerFind: { ...blank, ...readerFind, query } }),
  );
  if (words === '') return;
  const found = await orToast(() => call('reader.find', { id: documentId, query: words }));
  const { readerFind, readerPlaces } = getState();
  if (found === null || readerFind?.query !== query || readerFind.documentId !== documentId) return;
  const at = firstMatch(found.matches, readerPlaces[documentId] ?? 0);
  setState({ readerFind: { documentId, query, ...found, at } });
  if (at === -1) announce('Nothing found.');
  else showMatch();
}

export function stepMatch(step: 1 | -1): void {
  setState(({ readerFind }) =>
    readerFind === null ? {} : { readerFind: { ...readerFind, at: nextMatch(readerFind, step) } },
  );
  showMatch();
}

function showMatch(): void {
  const { readerFind } = getState();
  const match = readerFind?.matches[readerFind.at];
  if (readerFind === null || match === undefined) return;
  announce(`${formatCount(readerFind.at + 1)} of ${formatCount(readerFind.matches.length)}.`);
  openReaderAt(readerFind.documentId, match.start, match.end, false);
}
