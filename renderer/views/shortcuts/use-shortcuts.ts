/** Keys that work wherever the focus is. Sending a question is the composer's own. */
import { useEffect } from 'react';
import { answerInFlight, stopAnswer } from '../../state/answer-actions.ts';
import { setShortcutsOpen, toggleReport, toggleSidebar } from '../../state/layout-actions.ts';
import { toggleLibrary } from '../../state/library-actions.ts';
import { cancelReading } from '../../state/reading-actions.ts';
import { openBar, toggleReader, toggleSide } from '../../state/reader-actions.ts';
import { getState, useStore } from '../../state/store.ts';
import { isMod } from '../../parts/platform.ts';
import { QUESTION_FIELD } from '../conversation/composer.tsx';
import { SEARCH_FIELD } from '../library/library-toolbar.tsx';
import { openDialog } from '../shell/open-dialog.ts';

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.matches('input, textarea, select') || target.isContentEditable);

/** Whether Esc closes something first: an open dialog or menu, a message, or a field that is not the question's. */
function isEscTaken(target: EventTarget | null): boolean {
  if (document.querySelector('[role="dialog"], [role="menu"]') !== null) return true;
  if (!(target instanceof HTMLElement)) return false;
  return target.closest('.toast') !== null || (isTyping(target) && target.id !== QUESTION_FIELD);
}

/** Stops what runs. @returns false when nothing did. */
function stopWork(): boolean {
  const answer = answerInFlight();
  if (answer !== null) void stopAnswer(answer);
  else if (useStore.getState().app?.activity?.kind === 'reading') void cancelReading();
  else return false;
  return true;
}

/** Keys of library and reader, with Shift. */
function readerKey(key: string): boolean {
  if (key === 'l') toggleLibrary();
  else if (getState().screen !== 'document' || getState().selectedId === null) return false;
  else if (key === 'e') toggleReader();
  else if (!getState().readerOpen) return false;
  else if (key === 'k') toggleSide('outline');
  else if (key === 'h') toggleSide('highlights');
  else return false;
  return true;
}

/** Finding and going to a place. A browser keeps its own search where the reader is not open. */
function lookFor(key: string): boolean {
  const { screen, selectedId, readerOpen, app } = getState();
  if (key === 'f' && screen === 'library') document.getElementById(SEARCH_FIELD)?.focus();
  else if (screen !== 'document' || selectedId === null || (!readerOpen && app?.host.kind !== 'window')) return false;
  else if (key === 'f') openBar('find');
  else if (key === 'g') openBar('goto');
  else return false;
  return true;
}

/** @returns whether the key was one of ours. */
function handle(event: KeyboardEvent): boolean {
  const mod = isMod(event);
  const key = event.key.toLowerCase();
  if (mod && !event.altKey) {
    if (event.shiftKey ? readerKey(key) : lookFor(key)) return true;
    if (key === 'o') openDialog(event.shiftKey ? 'folder' : 'file');
    else if (key === 'b') toggleSidebar();
    else if (key === '.') toggleReport();
    else if (key === '/') setShortcutsOpen(true);
    else return false;
    return true;
  }
  if (key === '?' && !isTyping(event.target)) {
    setShortcutsOpen(true);
    return true;
  }
  return false;
}

/** Heard before everything else: an open tooltip closes on Esc too and would keep it to itself. */
function handleEsc(event: KeyboardEvent): void {
  if (event.key !== 'Escape' || event.isComposing || event.repeat || isEscTaken(event.target)) return;
  if (stopWork()) event.preventDefault();
}

export function useShortcuts(): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!event.defaultPrevented && !event.isComposing && !event.repeat && handle(event)) event.preventDefault();
    };
    window.addEventListener('keydown', listen);
    window.addEventListener('keydown', handleEsc, true);
    return () => {
      window.removeEventListener('keydown', listen);
      window.removeEventListener('keydown', handleEsc, true);
    };
  }, []);
}
