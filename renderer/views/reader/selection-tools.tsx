/** What can be done with the selected passage, or with the highlight that was clicked, in a small bar beside it. */
import { useEffect, useState, type RefObject } from 'react';
import type { ReaderDocument } from '../../../electron/contract/library.ts';
import { orToast } from '../../state/layout-actions.ts';
import { useStore } from '../../state/store.ts';
import type { TextStore } from '../../state/text-store.ts';
import { AnnotationTools } from './annotation-tools.tsx';
import { FloatingBar } from './floating-bar.tsx';
import { PassageTools } from './passage-tools.tsx';
import type { SelectionState } from './use-selection.ts';

interface Props {
  document: ReaderDocument;
  store: TextStore;
  selection: SelectionState;
  scroller: RefObject<HTMLElement | null>;
}

interface Pointed {
  id: string;
  box: DOMRect;
}

/** The highlight that was clicked last, until something else is or the text moves. */
function usePointed(scroller: RefObject<HTMLElement | null>) {
  const [pointed, setPointed] = useState<Pointed | null>(null);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const click = ({ target }: MouseEvent) => {
      const mark = target instanceof Element ? target.closest<HTMLElement>('mark[data-annotation]') : null;
      const id = mark?.dataset['annotation'];
      setPointed(mark === null || id === undefined ? null : { id, box: mark.getBoundingClientRect() });
    };
    const close = () => setPointed(null);
    element.addEventListener('click', click);
    element.addEventListener('scroll', close, { passive: true });
    return () => {
      element.removeEventListener('click', click);
      element.removeEventListener('scroll', close);
    };
  }, [scroller]);
  return [pointed, setPointed] as const;
}

export function SelectionTools({ document, store, selection, scroller }: Props) {
  const { selected, clear } = selection;
  const [pointed, setPointed] = usePointed(scroller);
  const annotation = useStore((state) => state.annotations[document.id]?.find(({ id }) => id === pointed?.id));
  if (selected !== null) {
    const { stretch, box } = selected;
    return (
      <FloatingBar box={box} scroller={scroller} name="Selected passage" onEscape={clear}>
        <PassageTools
          documentId={document.id}
          stretch={stretch}
          read={() => orToast(() => store.read(stretch.start, stretch.end))}
          onDone={clear}
        />
      </FloatingBar>
    );
  }
  if (pointed === null || annotation === undefined) return null;
  return (
    <FloatingBar box={pointed.box} scroller={scroller} name="Highlight" onEscape={() => setPointed(null)}>
      <AnnotationTools annotation={annotation} onDone={() => setPointed(null)} />
    </FloatingBar>
  );
}
