/** Tells which offset stands at the top of the reader, once scrolling has come to rest. */
import { useEffect, type RefObject } from 'react';
import { offsetAt } from './dom-offsets.ts';

/** Milliseconds without scrolling that count as rest. */
const REST_MS = 180;

/** @param jumping while it is true the reader is on its way, and where it stands says nothing */
export function usePlace(
  scroller: RefObject<HTMLElement | null>,
  jumping: RefObject<boolean>,
  onPlace: (offset: number) => void,
): void {
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(tell, REST_MS);
    };
    const tell = () => {
      if (jumping.current) {
        later();
        return;
      }
      const offset = offsetAt(element, element.getBoundingClientRect().top + 8);
      if (offset !== null) onPlace(offset);
    };
    element.addEventListener('scroll', later, { passive: true });
    return () => {
      clearTimeout(timer);
      element.removeEventListener('scroll', later);
    };
  }, [scroller, jumping, onPlace]);
}
