/** What differs between a Mac and the rest: which key goes with shortcuts. */
export const isMac = typeof navigator !== 'undefined' && navigator.userAgent.includes('Mac');

/** Whether the key that shortcuts go with is held: the command key on a Mac, where the control key moves the cursor; else the control key. */
export function isMod({ ctrlKey, metaKey }: Pick<KeyboardEvent, 'ctrlKey' | 'metaKey'>, mac = isMac): boolean {
  return mac ? metaKey && !ctrlKey : ctrlKey && !metaKey;
}
