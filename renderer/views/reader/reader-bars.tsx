/** The line below the reader's head while something is looked for: words, or a page or line. */
import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { useEffect, useMemo, useRef, useState, type SubmitEvent, type KeyboardEvent } from 'react';
import type { ReaderDocument } from '../../../electron/contract/library.ts';
import { formatCount } from '../../parts/format.ts';
import { IconButton } from '../../parts/icon-button.tsx';
import { Keys } from '../../parts/keys.tsx';
import { orToast } from '../../state/layout-actions.ts';
import { closeBar, findInReader, openReaderAt, stepMatch } from '../../state/reader-actions.ts';
import { textOf } from '../../state/reader-texts.ts';
import { getState, useStore } from '../../state/store.ts';
import { findPlace, goToUnit } from './go-to.ts';
import { LineIndex } from './line-index.ts';

/** Milliseconds after the last key until the text is searched. */
const PAUSE_MS = 200;

export function ReaderBars({ document }: { document: ReaderDocument }) {
  const bar = useStore((state) => state.readerBar);
  if (bar === 'find') return <FindBar id={document.id} />;
  return bar === 'goto' ? <GoToBar document={document} /> : null;
}

function close(): void {
  closeBar();
  document.querySelector<HTMLElement>('.reader [role="document"]')?.focus();
}

function FindBar({ id }: { id: string }) {
  const find = useStore((state) => (state.readerFind?.documentId === id ? state.readerFind : null));
  const [query, setQuery] = useState(find?.query ?? '');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  useEffect(() => {
    if ((getState().readerFind?.query ?? '') === query) return;
    const timer = setTimeout(() => void findInReader(id, query), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [id, query]);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter' || event.key === 'F3') stepMatch(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const { matches = [], more = false, at = -1 } = find ?? {};
  const count =
    find === null || find.query !== query
      ? ''
      : matches.length === 0
        ? 'Nothing found'
        : `${formatCount(at + 1)} of ${formatCount(matches.length)}${more ? '+' : ''}`;
  return (
    <div className="reader-bar" role="search" onKeyDown={onKeyDown}>
      <input
        ref={field}
        className="field"
        type="search"
        autoFocus
        value={query}
        maxLength={500}
        placeholder="Find in the document"
        aria-label="Find in the document"
        onChange={(event) => setQuery(event.target.value)}
      />
      <span className="count small muted num">{count}</span>
      <IconButton name="Previous" shortcut="Shift+Enter" size="small" onClick={() => stepMatch(-1)}>
        <ArrowUp size={15} aria-hidden="true" />
      </IconButton>
      <IconButton name="Next" shortcut="Enter" size="small" onClick={() => stepMatch(1)}>
        <ArrowDown size={15} aria-hidden="true" />
      </IconButton>
      <IconButton name="Close" shortcut="Esc" size="small" onClick={close}>
        <X size={15} aria-hidden="true" />
      </IconButton>
    </div>
  );
}

function GoToBar({ document }: { document: ReaderDocument }) {
  const { id, characters } = document;
  const [problem, setProblem] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const lines = useMemo(() => new LineIndex(textOf(id, characters)), [id, characters]);
  const unit = goToUnit(document);

  async function go(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const typed = field.current?.value ?? '';
    if (typed.trim() === '') return;
    const found = await orToast(() => findPlace(document, typed, getState().readerPlaces[id] ?? 0, lines));
    if (found === null) return;
    if ('problem' in found) {
      setProblem(found.problem);
      return;
    }
    close();
    openReaderAt(id, found.place.start, found.place.end);
  }

  return (
    <form
      className="reader-bar"
      onSubmit={(event) => void go(event)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        close();
      }}
    >
      <label className="small" htmlFor="go-to">
        Go to {unit}
      </label>
      <input ref={field} id="go-to" className="field short" autoFocus maxLength={20} onChange={() => setProblem('')} />
      <span className="small bad-text spring" role="alert">
        {problem}
      </span>
      <Keys keys="Enter" />
      <IconButton name="Close" shortcut="Esc" size="small" onClick={close}>
        <X size={15} aria-hidden="true" />
      </IconButton>
    </form>
  );
}
