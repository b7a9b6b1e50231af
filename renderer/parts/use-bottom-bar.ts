/** Tells the messages of the page how tall the bar at the bottom of a view is, so that they stand above it. */
import { useLayoutEffect, type RefObject } from 'react';

const HEIGHT = '--bottom-bar';

export function useBottomBar(bar: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = bar.current;
    if (element === null) return;
    const { style } = document.documentElement;
    const observer = new ResizeObserver(() => style.setProperty(HEIGHT, `${element.offsetHeight}px`));
    observer.observe(element);
    return () => {
      observer.disconnect();
      style.removeProperty(HEIGHT);
    };
  }, [bar]);
}
