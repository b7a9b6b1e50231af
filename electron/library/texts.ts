/** Texts in the library: stored piece by piece, read in slices or as a whole. */
import { EngineError } from '../contract/errors.ts';
import type { OutlineEntry, TextSpan } from '../contract/sources.ts';
import type { Connection } from './connection.ts';
import { passagesOf } from './passages.ts';
import type { TextFacts } from './stored.ts';

/** A text that nobody has stored, or that was swept meanwhile. */
const gone = () => new EngineError('library-unknown', { what: 'text' });

export function textCalls(db: Connection) {
  /** The text between two places, where there is any. */
  const between = (text: number, start: number, end: number): string => {
    const rows = db.all<{ start: number; words: string }>(
      `SELECT start, words FROM passages
       WHERE text = ?1 AND start >= coalesce((SELECT max(start) FROM passages WHERE text = ?1 AND start <= ?2), 0)
         AND start < ?3
       ORDER BY start`,
      text,
      start,
      end,
    );
    const [first] = rows;
    if (first === undefined) return '';
    return rows
      .map(({ words }) => words)
      .join('')
      .slice(start - first.start, Math.max(0, end - first.start));
  };

  return {
    /** Begins a text that belongs to nothing yet. @returns its key */
    beginText: ({ hash, characters, spans, outline }: TextFacts): number =>
      db.transaction(() => {
        const { lastId } = db.run(
          'INSERT INTO texts (hash, characters, outline, owner) VALUES (?, ?, ?, ?)',
          hash,
          characters,
          JSON.stringify(outline),
          process.pid,
        );
        for (const [number, { start, end, kind, label }] of spans.entries()) {
          db.run('INSERT INTO spans VALUES (?, ?, ?, ?, ?, ?)', lastId, number, start, end, kind, label);
        }
        return lastId;
      }),

    /** Adds the next piece of a text that was begun; it begins at `start`. */
    addPiece: (text: number, start: number, piece: string): void =>
      db.transaction(() => {
        for (const { start: from, end, words } of passagesOf(piece, start)) {
          const { lastId } = db.run(
            'INSERT INTO passages (text, start, end, words) VALUES (?, ?, ?, ?)',
            text,
            from,
            end,
            words,
          );
          db.run('INSERT INTO search (rowid, words) VALUES (?, ?)', lastId, words);
        }
      }),

    addOriginal: (text: number, part: number, bytes: Uint8Array): void => {
      db.run('INSERT INTO originals VALUES (?, ?, ?)', text, part, bytes);
    },

    /** Gives up a text that was begun; it is swept. */
    dropText: (text: number): void => {
      db.run('UPDATE texts SET owner = NULL WHERE key = ?', text);
    },

    /** @throws EngineError 'library-unknown' where the document has another text by now */
    textBetween: (text: number, start: number, end: number): string => {
      if (db.first('SELECT 1 FROM texts WHERE key = ?', text) === undefined) throw gone();
      return between(text, start, end);
    },

    /** The whole text. @throws EngineError 'library-unknown' */
    wholeText: (text: number): string => {
      if (db.first('SELECT 1 FROM texts WHERE key = ?', text) === undefined) throw gone();
      return between(text, 0, Number.MAX_SAFE_INTEGER);
    },

    /** @throws EngineError 'library-unknown' */
    structure: (text: number): { spans: TextSpan[]; outline: OutlineEntry[] } => {
      const row = db.first<{ outline: string }>('SELECT outline FROM texts WHERE key = ?', text);
      if (row === undefined) throw gone();
      const spans = db.all<TextSpan>('SELECT start, end, kind, label FROM spans WHERE text = ? ORDER BY number', text);
      return { spans, outline: JSON.parse(row.outline) as OutlineEntry[] };
    },

    /** A part of the stored original; null past its end. */
    originalPart: (text: number, part: number): Uint8Array | null => {
      // The binding gives now a Buffer, now an ArrayBuffer.
      const row = db.first<{ bytes: Uint8Array | ArrayBuffer }>(
        'SELECT bytes FROM originals WHERE text = ? AND part = ?',
        text,
        part,
      );
      return row === undefined ? null : new Uint8Array(row.bytes);
    },

    hasOriginal: (text: number): boolean =>
      db.first('SELECT 1 FROM originals WHERE text = ? LIMIT 1', text) !== undefined,
  };
}
