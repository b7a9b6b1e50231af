/** Follows a growing conversation, but only for a reader who is at its end. */
import { useCallback, useLayoutEffect, useRef, useState } from 'react';

/** Pixels from the end that still count as the end. */
const NEAR = 48;

/**
 * @param last the newest exchange: a new one is always shown
 * @param length changes as its answer grows
 */
export function useBottom(last: string | undefined, length: number) {
  const scroller = useRef<HTMLDivElement>(null);
  const [atBottom, setAtBottom] = useState(true);
  const follows = useRef(true);

  const toBottom = useCallback(() => {
    const element = scroller.current;
    if (element !== null) element.scrollTop = element.scrollHeight;
  }, []);

  const onScroll = useCallback(() => {
    const element = scroller.current;
    if (element === null) return;
    follows.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
    setAtBottom(follows.current);
  }, []);

  useLayoutEffect(toBottom, [last, toBottom]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    // A banner above or a taller composer below takes room away.
    const observer = new ResizeObserver(() => {
      if (follows.current) toBottom();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [toBottom]);
  useLayoutEffect(() => {
    if (follows.current) toBottom();
  }, [length, toBottom]);

  return { scroller, atBottom, toBottom, onScroll };
}
