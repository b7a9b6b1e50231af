/** A shortcut as this system writes it: "Mod" is the command key on a Mac, the control key elsewhere. */
import { isMac } from './platform.ts';

export function Keys({ keys }: { keys: string }) {
  return (
    <kbd>
      {keys
        .replace('Mod', isMac ? '⌘' : 'Ctrl')
        .replace('Shift', isMac ? '⇧' : 'Shift')
        .replaceAll('+', isMac ? '' : '+')}
    </kbd>
  );
}
