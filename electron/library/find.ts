/** Every place of some words in one document, for the reader. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Connection } from './connection.ts';
import { longestMatch, loosePattern } from './loose-match.ts';
import { textCalls } from './texts.ts';

/** Characters looked through at a time; other requests are answered in between. */
const WINDOW = 1024 * 1024;

export interface Place {
  start: number;
  end: number;
}

export function findCalls(db: Connection) {
  const { textBetween } = textCalls(db);
  return {
    /**
     * The places in order, at most `most`; `more` says whether there are further ones.
     * @throws EngineError 'library-unknown' where the text goes meanwhile
     */
    find: async (text: number, query: string, most: number): Promise<{ matches: Place[]; more: boolean }> => {
      const pattern = loosePattern(query);
      const matches: Place[] = [];
      if (pattern === null) return { matches, more: false };
      const overlap = longestMatch(query);
      for (let at = 0, from = 0; ; at += WINDOW) {
        const window = textBetween(text, at, at + WINDOW + overlap);
        // A match that begins behind the window is found whole by the next one.
        for (const { index, 0: match } of window.slice(0, WINDOW + overlap).matchAll(pattern)) {
          const start = at + index;
          if (index >= WINDOW || start < from) continue;
          if (matches.length === most) return { matches, more: true };
          from = start + match.length;
          matches.push({ start, end: from });
        }
        if (window.length <= WINDOW) return { matches, more: false };
        await nextTurn();
      }
    },
  };
}
