/** Keys that work wherever the focus is. Sending a question is the composer's own. */
import { useEffect } from 'react';
import { answerInFlight, stopAnswer } from '../../state/answer-actions.ts';
import { setShortcutsOpen, toggleReport, toggleSidebar } from '../../state/layout-actions.ts';
import { cancelReading } from '../../state/reading-actions.ts';
import { useStore } from '../../state/store.ts';
import { openDialog } from '../shell/open-dialog.ts';

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.matches('input, textarea, select') || target.isContentEditable);

const inOverlay = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest('[role="dialog"], [role="menu"]') !== null;

/** Stops what runs. @returns false when nothing did. */
function stopWork(): boolean {
  const answer = answerInFlight();
  if (answer !== null) void stopAnswer(answer.id);
  else if (useStore.getState().app?.activity?.kind === 'reading') void cancelReading();
  else return false;
  return true;
}

/** @returns whether the key was one of ours. */
function handle(event: KeyboardEvent): boolean {
  const mod = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  if (mod && !event.altKey) {
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
  return key === 'escape' && !inOverlay(event.target) && stopWork();
}

export function useShortcuts(): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!event.defaultPrevented && !event.isComposing && !event.repeat && handle(event)) event.preventDefault();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
