/** Gives a view the focus when it appears and nothing has it, as when the button that led here is gone. */
import { useEffect, type RefObject } from 'react';

export function useFocusIfLost(target: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (document.activeElement === null || document.activeElement === document.body) target.current?.focus();
  }, [target]);
}
