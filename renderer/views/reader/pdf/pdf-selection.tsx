/** What can be done with a passage that is selected on a page. Its place in the text is found by its words. */
import { useEffect, useState, type RefObject } from 'react';
import type { ReaderDocument } from '../../../../electron/contract/library.ts';
import type { TextSpan } from '../../../../electron/contract/sources.ts';
import { orToast } from '../../../state/layout-actions.ts';
import type { Stretch } from '../../../state/reader-slice.ts';
import type { TextStore } from '../../../state/text-store.ts';
import { FloatingBar } from '../floating-bar.tsx';
import { PassageTools } from '../passage-tools.tsx';
import { locate } from './locate.ts';

interface Props {
  document: ReaderDocument;
  spans: readonly TextSpan[];
  store: TextStore;
  scroller: RefObject<HTMLElement | null>;
}

interface Selected {
  words: string;
  stretch: Stretch | null;
  box: DOMRect;
}

const pageAt = (node: Node | null) =>
  (node instanceof Element ? node : node?.parentElement)?.closest<HTMLElement>('[data-page]') ?? null;

/** The stretch of the text that the words of a selection are, from the page where it begins to the one where it ends. */
async function stretchOf(range: Range, words: string, { spans, store }: Props): Promise<Stretch | null> {
  const from = pageAt(range.startContainer);
  const to = pageAt(range.endContainer);
  const first = spans[Number(from?.dataset['page'] ?? -1)];
  const last = spans[Number(to?.dataset['page'] ?? -1)];
  if (from === null || first === undefined || last === undefined || last.end <= first.start) return null;
  const text = await store.read(first.start, last.end);
  const box = from.getBoundingClientRect();
  const above = (range.getBoundingClientRect().top - box.top) / Math.max(1, box.height);
  const hint = (Math.min(1, Math.max(0, above)) * (first.end - first.start)) / Math.max(1, text.length);
  const place = locate(text, words, hint);
  return place === null ? null : { start: first.start + place[0], end: first.start + place[1] };
}

export function PdfSelection(props: Props) {
  const { document: shown, store, scroller } = props;
  const [selected, setSelected] = useState<Selected | null>(null);

  useEffect(() => {
    let latest = 0;
    const read = () => {
      const mine = ++latest;
      const selection = document.getSelection();
      const range = selection === null || selection.isCollapsed ? null : selection.getRangeAt(0);
      const words = selection?.toString().trim() ?? '';
      const boxes = range?.getClientRects() ?? [];
      const box = boxes[boxes.length - 1];
      const inside = range !== null && scroller.current?.contains(range.commonAncestorContainer) === true;
      if (!inside || words === '' || box === undefined) {
        setSelected(null);
        return;
      }
      void orToast(() => stretchOf(range, words, props)).then((stretch) => {
        if (mine === latest) setSelected({ words, stretch, box });
      });
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(read, 150);
    };
    document.addEventListener('selectionchange', later);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('selectionchange', later);
    };
  }, [props, scroller]);

  if (selected === null) return null;
  const { stretch, words, box } = selected;
  return (
    <FloatingBar
      box={box}
      scroller={scroller}
      name="Selected passage"
      onEscape={() => document.getSelection()?.empty()}
    >
      <PassageTools
        documentId={shown.id}
        stretch={stretch}
        read={() => (stretch === null ? Promise.resolve(words) : orToast(() => store.read(stretch.start, stretch.end)))}
        onDone={() => document.getSelection()?.empty()}
      />
    </FloatingBar>
  );
}
