/** Passages that the search found, under the titles of their documents. A click opens the reader there. */
import { FileText } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import type { SearchHit } from '../../../electron/contract/library.ts';
import { FormatIcon } from '../../parts/format-icon.tsx';
import { formatCount, formatCounted } from '../../parts/format.ts';
import { openItem } from '../../state/library-actions.ts';
import { openReaderAt } from '../../state/reader-actions.ts';
import { useStore } from '../../state/store.ts';
import { byDocument } from './hits.ts';

/** The first result's id, for who has to hand the focus over. */
export const FIRST_HIT = 'library-first-hit';

async function openHit({ id, start, end }: SearchHit): Promise<void> {
  const opened = await openItem(id);
  if (opened !== null) openReaderAt(opened, start, end);
}

/** Arrow keys go from result to result. */
function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const results = [...event.currentTarget.querySelectorAll<HTMLElement>('button')];
  const next = results[results.indexOf(document.activeElement as HTMLElement) + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

export function SearchResults() {
  const search = useStore((state) => state.librarySearch);
  if (search === null) return <p className="library-empty muted">Searching…</p>;
  const { query, hits, total, titles, problem } = search;
  if (problem !== null) {
    return (
      <p className="library-empty" role="alert">
        {problem}
      </p>
    );
  }
  if (hits.length === 0 && titles.length === 0) {
    return (
      <div className="library-empty">
        <p>
          <strong>Nothing found for “{query}”.</strong>
        </p>
        <p className="muted">All words of a search have to stand in one passage. Try fewer of them.</p>
      </div>
    );
  }
  return (
    <div className="search-results" onKeyDown={onKeyDown}>
      {titles.length > 0 && (
        <section aria-label="Titles">
          <h2 className="small muted">Titles</h2>
          <ul>
            {titles.map((item, index) => (
              <li key={item.id}>
                <button
                  type="button"
                  className="hit title-hit"
                  id={index === 0 ? FIRST_HIT : undefined}
                  onClick={() => void openItem(item.id)}
                >
                  <FormatIcon format={item.format} />
                  <span className="truncate">{item.title}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {byDocument(hits).map(({ id, title, hits: passages }, group) => (
        <section key={id} aria-label={title}>
          <h2 className="small">
            <FileText size={14} aria-hidden="true" />
            <span className="truncate">{title}</span>
          </h2>
          <ul>
            {passages.map((hit, index) => (
              <li key={hit.start}>
                <button
                  type="button"
                  className="hit"
                  id={titles.length === 0 && group === 0 && index === 0 ? FIRST_HIT : undefined}
                  onClick={() => void openHit(hit)}
                >
                  <span className="passage">
                    {hit.before}
                    <mark>{hit.match}</mark>
                    {hit.after}
                  </span>
                  {hit.place !== null && <span className="place muted small truncate">{hit.place}</span>}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {total > hits.length && (
        <p className="muted small num">
          The best {formatCount(hits.length)} of {formatCounted(total, 'passage')} are shown. More words narrow the
          search.
        </p>
      )}
    </div>
  );
}
