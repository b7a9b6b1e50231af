/** Highlights, the match and the flash on a page: the words are looked up in the page's own text, since offsets are those of the text alone. */
import { useEffect, useRef, useState, type RefObject } from 'react';
import type { Annotation } from '../../../../electron/contract/library.ts';
import type { TextSpan } from '../../../../electron/contract/sources.ts';
import type { Stretch } from '../../../state/reader-slice.ts';
import { useStore } from '../../../state/store.ts';
import type { DrawnPage } from './draw-page.ts';
import { boxesOf, type Box } from './layer-boxes.ts';

interface Props {
  documentId: string;
  span: TextSpan;
  layer: RefObject<HTMLElement | null>;
  drawn: DrawnPage;
  read: (start: number, end: number) => Promise<string>;
}

interface Mark {
  key: string;
  className: string;
  boxes: Box[];
}

const NONE: never[] = [];

export function PageMarks({ documentId, span, layer, drawn, read }: Props) {
  const annotations: readonly Annotation[] = useStore((state) => state.annotations[documentId] ?? NONE);
  const match = useStore((state) =>
    state.readerFind?.documentId === documentId ? state.readerFind.matches[state.readerFind.at] : undefined,
  );
  const flash = useStore((state) => (state.readerFlash?.documentId === documentId ? state.readerFlash : null));
  const [marks, setMarks] = useState<Mark[]>([]);
  const all = useRef<HTMLDivElement>(null);
  const shown = useRef<Stretch | null>(null);

  // The page is on the screen, but the place on it may not be.
  useEffect(() => {
    const place = flash ?? match ?? null;
    const mark = all.current?.querySelector('.found, .flash');
    if (place === null || mark === null || mark === undefined || shown.current === place) return;
    shown.current = place;
    mark.scrollIntoView({ block: 'nearest' });
  }, [marks, match, flash]);

  useEffect(() => {
    let wanted = true;
    const inside = ({ start, end }: Stretch) => start < span.end && end > span.start;
    const asked = [
      ...annotations
        .filter((one) => one.lost !== true && inside(one))
        .map(({ id, colour, start, end }) => ({ key: id, className: colour, start, end })),
      ...(match !== undefined && inside(match) ? [{ key: 'match', className: 'found', ...match }] : []),
      ...(flash !== null && inside(flash) ? [{ key: 'flash', className: 'flash', ...flash }] : []),
    ];
    void Promise.all(
      asked.map(async ({ key, className, start, end }) => {
        const from = Math.max(start, span.start);
        const words = await read(from, Math.min(end, span.end));
        const hint = (from - span.start) / Math.max(1, span.end - span.start);
        return { key, className, boxes: layer.current === null ? [] : boxesOf(layer.current, words, hint) };
      }),
    ).then(
      (found) => wanted && setMarks(found),
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [annotations, match, flash, span, layer, drawn, read]);

  return (
    <div ref={all} className="page-marks" aria-hidden="true">
      {marks.map(({ key, className, boxes }) =>
        boxes.map((box, index) => <span key={`${key}-${index}`} className={className} style={box} />),
      )}
    </div>
  );
}
