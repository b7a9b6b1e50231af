/** One document of the list. */
import { TriangleAlert } from 'lucide-react';
import { memo, type MouseEvent } from 'react';
import type { LibraryItem } from '../../../electron/contract/library.ts';
import { Badge } from '../../parts/badge.tsx';
import { formatDay, formatLength } from '../../parts/format.ts';
import { FormatIcon } from '../../parts/format-icon.tsx';
import { InlineName } from '../../parts/inline-name.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { changeView, mark, openItem, renameItem } from '../../state/library-actions.ts';
import { RowMenu } from './row-menu.tsx';
import type { AskRows } from './use-rows.ts';

interface Props {
  row: number;
  /** Pixels from the top of the list. */
  top: number;
  /** Null while it is fetched. */
  item: LibraryItem | null;
  /** Milliseconds since the epoch. */
  now: number;
  active: boolean;
  marked: boolean;
  renaming: boolean;
  menu: boolean;
  ask: AskRows;
  onClick: (row: number, item: LibraryItem, event: MouseEvent) => void;
  onRename: (id: string | null) => void;
  onMenu: (id: string | null) => void;
  /** Gives the focus back to the list. */
  onBack: () => void;
}

const ORIGINALS = {
  changed: { label: 'changed', title: 'The file has changed since it was read. Read it again from the menu.' },
  missing: { label: 'file missing', title: 'The file is not where it was. The text here is kept.' },
} as const;

export const DocumentRow = memo(function DocumentRow(props: Props) {
  const { row, top, item, active, marked } = props;
  return (
    <div
      id={`row-${row}`}
      role="row"
      aria-rowindex={row + 2}
      aria-selected={marked}
      className={`table-row body${active ? ' active' : ''}`}
      style={{ transform: `translateY(${top}px)` }}
      onClick={item === null ? undefined : (event) => props.onClick(row, item, event)}
      onDoubleClick={item === null ? undefined : () => void openItem(item.id)}
      onContextMenu={(event) => {
        if (item === null) return;
        event.preventDefault();
        props.onClick(row, item, event);
        props.onMenu(item.id);
      }}
    >
      {item === null ? (
        <div role="gridcell" className="cell-title">
          <Skeleton width="40%" />
        </div>
      ) : (
        <Cells {...props} item={item} />
      )}
    </div>
  );
});

/** A day, and the whole date and time for who points at it. */
function Day({ time, now }: { time: number | null; now: number }) {
  if (time === null) return <span aria-label="never">–</span>;
  return (
    <time dateTime={new Date(time).toISOString()} title={new Date(time).toLocaleString('en-US')}>
      {formatDay(time, now)}
    </time>
  );
}

function Cells({ item, now, marked, renaming, menu, ask, onRename, onMenu, onBack }: Props & { item: LibraryItem }) {
  const { id, title, format, tags, original, addedAt, openedAt, warnings = [] } = item;
  const notice = original === 'changed' || original === 'missing' ? ORIGINALS[original] : null;
  return (
    <>
      <div role="gridcell" className="cell-title">
        {/* The row says whether it is marked, and the space bar marks it. */}
        <input
          type="checkbox"
          tabIndex={-1}
          aria-hidden="true"
          checked={marked}
          onChange={(event) => mark(id, event.target.checked)}
          onClick={(event) => event.stopPropagation()}
        />
        <FormatIcon format={format} />
        {renaming ? (
          <InlineName
            name={`New title of ${title}`}
            value={title}
            onDone={(changed) => {
              onRename(null);
              onBack();
              if (changed !== null && changed !== title) void renameItem(id, changed);
            }}
          />
        ) : (
          <span
            className="title truncate"
            title={item.path ?? title}
            onClick={(event) => plainClick(event) && void openItem(id)}
          >
            {title}
          </span>
        )}
        {notice !== null && (
          <span title={notice.title}>
            <Badge tone={original === 'missing' ? 'bad' : 'warn'}>{notice.label}</Badge>
          </span>
        )}
        {warnings.length > 0 && (
          <span className="row-warning" title={warnings.join('\n')}>
            <TriangleAlert size={14} role="img" aria-label={warnings.join(' ')} />
          </span>
        )}
        {tags.slice(0, 3).map((tag) => (
          <button key={tag} type="button" tabIndex={-1} className="tag" onClick={() => changeView({ tag })}>
            {tag}
          </button>
        ))}
        {tags.length > 3 && (
          <span className="muted small num" title={tags.slice(3).join(', ')}>
            +{tags.length - 3}
          </span>
        )}
      </div>
      <div role="gridcell" className="cell-length muted num">
        {formatLength(item)}
      </div>
      <div role="gridcell" className="cell-day muted num">
        <Day time={addedAt} now={now} />
      </div>
      <div role="gridcell" className="cell-day muted num">
        <Day time={openedAt} now={now} />
      </div>
      <div role="gridcell" className="cell-more">
        <RowMenu item={item} open={menu} onOpen={onMenu} ask={ask} onRename={onRename} onBack={onBack} />
      </div>
    </>
  );
}

/** A click on the title opens the document; with a key held it marks the row. */
const plainClick = (event: MouseEvent) => !event.ctrlKey && !event.metaKey && !event.shiftKey;
