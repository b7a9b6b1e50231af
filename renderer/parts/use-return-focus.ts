/** Gives the focus back to what had it before a dialog appeared that no button of its own opened. */
import { useState } from 'react';

/** @returns the handler of the dialog's `onCloseAutoFocus` */
export function useReturnFocus(): (event: Event) => void {
  const [before] = useState(() => document.activeElement);
  return (event) => {
    event.preventDefault();
    if (before instanceof HTMLElement && before.isConnected) before.focus();
  };
}
