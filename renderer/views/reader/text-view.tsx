/** The text of a document, of which only the segments near the window exist. */
import { defaultRangeExtractor, useVirtualizer, type Range as VirtualRange } from '@tanstack/react-virtual';
import { useCallback, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import type { ReaderDocument } from '../../../electron/contract/library.ts';
import { Button } from '../../parts/button.tsx';
import { openReaderAt, rememberPlace } from '../../state/reader-actions.ts';
import { textOf } from '../../state/reader-texts.ts';
import { isCode } from './blocks.ts';
import { LineIndex } from './line-index.ts';
import { partsOf, partWith } from './parts-window.ts';
import { SelectionTools } from './selection-tools.tsx';
import { cutSegments, type Segment } from './segments.ts';
import { TextSegment } from './text-segment.tsx';
import { useJumps } from './use-jumps.ts';
import { usePlace } from './use-place.ts';
import { useSelection } from './use-selection.ts';

/** Pixels that a code unit of text takes about, before a segment is laid out. */
const PIXELS_A_UNIT = { prose: 0.36, code: 0.55 };

const heightOf = (segment: Segment | undefined, code: boolean) =>
  segment === undefined ? 0 : 24 + (segment.end - segment.start) * PIXELS_A_UNIT[code ? 'code' : 'prose'];

/** Home and End lead to the ends of the whole text, of which only a part may be laid out. */
function goToEnd({ key, shiftKey, altKey }: KeyboardEvent, { id, characters }: ReaderDocument): boolean {
  if (shiftKey || altKey || (key !== 'Home' && key !== 'End')) return false;
  const place = key === 'Home' ? 0 : Math.max(0, characters - 1);
  openReaderAt(id, place, place, false);
  return true;
}

export function TextView({ document }: { document: ReaderDocument }) {
  const { id, characters, spans, format } = document;
  const code = isCode(format);
  const store = useMemo(() => textOf(id, characters), [id, characters]);
  const lines = useMemo(() => new LineIndex(store), [store]);
  const segments = useMemo(() => cutSegments(characters, spans), [characters, spans]);
  const parts = useMemo(() => partsOf(segments), [segments]);
  const [part, setPart] = useState(0);
  const [first, after] = parts[Math.min(part, parts.length - 1)] ?? [0, 0];
  const scroller = useRef<HTMLDivElement>(null);
  const selection = useSelection(scroller);
  const { anchor } = selection;

  // The segment in which a selection began stays, or the selection would end when it scrolls out.
  const rangeExtractor = useCallback(
    (range: VirtualRange) => {
      const shown = defaultRangeExtractor(range);
      const kept = anchor.current === null ? -1 : anchor.current - first;
      if (kept < 0 || kept >= range.count || shown.includes(kept)) return shown;
      return [...shown, kept].sort((a, b) => a - b);
    },
    [anchor, first],
  );
  // eslint-disable-next-line react-hooks/incompatible-library -- its functions are only called here and in effects
  const rows = useVirtualizer({
    count: after - first,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heightOf(segments[first + index], code),
    getItemKey: (index) => segments[first + index]?.start ?? index,
    overscan: 1,
    rangeExtractor,
  });

  const openPart = useCallback((segment: number) => setPart(partWith(parts, segment)), [parts]);
  const jumping = useJumps({
    documentId: id,
    store,
    segments,
    first,
    after,
    scroller,
    openPart,
    topOf: (index) => rows.getOffsetForIndex(index, 'start')?.[0] ?? 0,
  });
  usePlace(
    scroller,
    jumping,
    useCallback((offset: number) => rememberPlace(id, offset), [id]),
  );

  return (
    <div className="text-view">
      <div
        ref={scroller}
        className={code ? 'text-scroller code' : 'text-scroller'}
        tabIndex={0}
        role="document"
        aria-label={`Text of ${document.title}`}
        onKeyDown={(event) => {
          if (goToEnd(event, document)) event.preventDefault();
          else selection.onKeyDown(event);
        }}
        onCopy={(event) => selection.onCopy(event, store)}
      >
        {first > 0 && (
          <Button className="other-part" onClick={() => setPart(part - 1)}>
            Earlier text
          </Button>
        )}
        <div className="text-rows" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, start, size }) => (
            <div
              key={segments[first + index]?.start ?? index}
              ref={rows.measureElement}
              data-index={index}
              data-segment={first + index}
              className="text-row"
              style={{ transform: `translateY(${start}px)` }}
            >
              <TextSegment
                document={document}
                store={store}
                lines={lines}
                segments={segments}
                index={first + index}
                height={size}
              />
            </div>
          ))}
        </div>
        {after < segments.length && (
          <Button className="other-part" onClick={() => setPart(part + 1)}>
            Later text
          </Button>
        )}
      </div>
      <SelectionTools document={document} store={store} selection={selection} scroller={scroller} />
    </div>
  );
}
