/** A bar of buttons beside a place in the text. Tab leads to it from the text; Escape leads back. */
import { useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode, type RefObject } from 'react';

interface Props {
  /** Where the place shows, in pixels of the window. */
  box: DOMRect;
  scroller: RefObject<HTMLElement | null>;
  name: string;
  onEscape: () => void;
  children: ReactNode;
}

/** Pixels between the bar and the place. */
const GAP = 8;

/** Arrow keys go from button to button. */
function onArrows(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  if (step === 0) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('button')];
  const next = buttons[buttons.indexOf(document.activeElement as HTMLElement) + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

export function FloatingBar({ box, scroller, name, onEscape, children }: Props) {
  const bar = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState({ left: 0, top: 0 });

  useLayoutEffect(() => {
    const own = bar.current?.getBoundingClientRect();
    const room = scroller.current?.getBoundingClientRect();
    if (own === undefined || room === undefined) return;
    const below = box.bottom + GAP;
    const top = below + own.height > room.bottom ? Math.max(room.top + GAP, box.top - own.height - GAP) : below;
    const left = Math.min(Math.max(room.left + GAP, box.right - own.width / 2), room.right - own.width - GAP);
    setAt({ left: Math.max(0, left - room.left), top: top - room.top });
  }, [box, scroller]);

  return (
    <div
      ref={bar}
      className="floating-bar"
      role="toolbar"
      aria-label={name}
      style={at}
      // The text keeps its selection while a button is clicked.
      onMouseDown={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.preventDefault();
          event.stopPropagation();
          onEscape();
          scroller.current?.focus();
        } else onArrows(event);
      }}
    >
      {children}
    </div>
  );
}
