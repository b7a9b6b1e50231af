/** Keeps some of the store in the tab's session storage. */
import type { PersistStorage } from 'zustand/middleware';

/** Writes only when one of the kept fields is another object than last time: tokens and progress change none of them. */
export function sessionStorageOf<T extends object>(): PersistStorage<T> {
  let last: T | null = null;
  return {
    getItem: (name) => {
      try {
        const text = sessionStorage.getItem(name);
        return text === null ? null : (JSON.parse(text) as { state: T });
      } catch {
        return null;
      }
    },
    setItem: (name, value) => {
      const before = last;
      last = value.state;
      if (before !== null && (Object.keys(last) as (keyof T)[]).every((key) => before[key] === value.state[key]))
        return;
      try {
        sessionStorage.setItem(name, JSON.stringify(value));
      } catch {
        // Full or forbidden: the page works on, it only forgets at a reload.
      }
    },
    removeItem: (name) => sessionStorage.removeItem(name),
  };
}
