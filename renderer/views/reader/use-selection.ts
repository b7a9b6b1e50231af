/** What is selected in the text: by mouse, or by keyboard with Shift and the arrow keys. */
import {
  useCallback,
  useEffect,
  useRef,
  useState,
  type ClipboardEvent,
  type KeyboardEvent,
  type RefObject,
} from 'react';
import { orToast, showToast } from '../../state/layout-actions.ts';
import type { Stretch } from '../../state/reader-slice.ts';
import type { TextStore } from '../../state/text-store.ts';
import { rangeOf, offsetAt, stretchOf } from './dom-offsets.ts';

/** UTF-16 code units that are copied at most: what clipboards and their readers can be expected to take. */
const COPY_LIMIT = 4_000_000;

export interface TextSelection {
  stretch: Stretch;
  /** Where its end shows, in pixels of the window. */
  box: DOMRect;
}

export interface SelectionState {
  selected: TextSelection | null;
  /** The segment in which the selection began. */
  anchor: RefObject<number | null>;
  clear: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
  onCopy: (event: ClipboardEvent, store: TextStore) => void;
}

/** The range that is selected inside an element, when it is not empty. */
function rangeIn(element: HTMLElement | null): Range | null {
  const selection = document.getSelection();
  if (element === null || selection === null || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  return element.contains(range.commonAncestorContainer) ? range : null;
}

export function useSelection(scroller: RefObject<HTMLElement | null>): SelectionState {
  const [selected, setSelected] = useState<TextSelection | null>(null);
  const anchor = useRef<number | null>(null);

  useEffect(() => {
    let dragging = false;
    const read = () => {
      const range = rangeIn(scroller.current);
      const node = document.getSelection()?.anchorNode ?? null;
      const row = (node instanceof Element ? node : node?.parentElement)?.closest<HTMLElement>('[data-segment]');
      anchor.current = range === null || row === null || row === undefined ? null : Number(row.dataset['segment']);
      if (dragging) return;
      const stretch = range === null || scroller.current === null ? null : stretchOf(scroller.current, range);
      const boxes = range?.getClientRects() ?? [];
      const box = boxes[boxes.length - 1];
      setSelected(stretch === null || box === undefined ? null : { stretch, box });
    };
    const down = (event: PointerEvent) => {
      dragging = event.target instanceof Node && scroller.current?.contains(event.target) === true;
    };
    const up = () => {
      dragging = false;
      // The click that ends a drag may still clear the selection.
      setTimeout(read);
    };
    document.addEventListener('selectionchange', read);
    document.addEventListener('pointerdown', down);
    document.addEventListener('pointerup', up);
    document.addEventListener('pointercancel', up);
    return () => {
      document.removeEventListener('selectionchange', read);
      document.removeEventListener('pointerdown', down);
      document.removeEventListener('pointerup', up);
      document.removeEventListener('pointercancel', up);
    };
  }, [scroller]);

  const onKeyDown = useCallback(
    (event: KeyboardEvent) => {
      const element = scroller.current;
      if (element === null || event.altKey) return;
      if (event.key === 'Escape' && rangeIn(element) !== null) document.getSelection()?.removeAllRanges();
      else if (!event.shiftKey || !extend(element, event.key, event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    [scroller],
  );

  const onCopy = useCallback(
    (event: ClipboardEvent, store: TextStore) => {
      const range = rangeIn(scroller.current);
      const stretch = range === null || scroller.current === null ? null : stretchOf(scroller.current, range);
      if (stretch === null) return;
      event.preventDefault();
      // Rows between the ends may not exist on the screen, so the text itself is copied rather than what is laid out.
      const text = store.peek(stretch.start, stretch.end);
      if (text !== null) event.clipboardData.setData('text/plain', text);
      else void copyLater(store, stretch);
    },
    [scroller],
  );

  const clear = useCallback(() => document.getSelection()?.removeAllRanges(), []);
  return { selected, anchor, clear, onKeyDown, onCopy };
}

/** Makes the selection one step longer or shorter; begins one at the top of the window when there is none. */
function extend(element: HTMLElement, key: string, far: boolean): boolean {
  const step = {
    ArrowRight: ['forward', far ? 'word' : 'character'],
    ArrowLeft: ['backward', far ? 'word' : 'character'],
    ArrowDown: ['forward', 'line'],
    ArrowUp: ['backward', 'line'],
  }[key];
  const selection = document.getSelection();
  if (step === undefined || selection === null) return false;
  if (rangeIn(element) === null) {
    const top = offsetAt(element, element.getBoundingClientRect().top + 8);
    const range = top === null ? null : rangeOf(element, { start: top, end: top });
    if (range === null) return false;
    selection.removeAllRanges();
    selection.addRange(range);
  }
  selection.modify('extend', step[0] ?? '', step[1] ?? '');
  selection.focusNode?.parentElement?.scrollIntoView({ block: 'nearest' });
  return true;
}

async function copyLater(store: TextStore, { start, end }: Stretch): Promise<void> {
  if (end - start > COPY_LIMIT) {
    showToast({ text: 'This is too long to copy. Select at most four million characters.', tone: 'problem' });
    return;
  }
  await orToast(async () => navigator.clipboard.writeText(await store.read(start, end)));
}
