/** Full-text search over the passages of all documents that are in the library, or of one. */
import type { SearchHit } from '../contract/library.ts';
import type { Connection } from './connection.ts';
import { bestMatch, matchExpression, termsOf } from './search-query.ts';
import { textCalls } from './texts.ts';

/** Matches that are ranked; of words that are everywhere, the first so many. */
const MOST_RANKED = 10_000;
/** Characters that a hit shows before and behind the match. */
const BEFORE = 70;
const AFTER = 130;

/** Passages of texts that no document shows: in the trash, being stored, or to be swept. */
const HIDDEN = `SELECT id FROM passages WHERE text IN (
  SELECT key FROM texts WHERE NOT EXISTS (SELECT 1 FROM documents WHERE text = key AND removed_at IS NULL))`;

interface FoundPassage {
  document: string;
  title: string;
  text: number;
  start: number;
  words: string;
}

export function searchCalls(db: Connection) {
  const { textBetween } = textCalls(db);

  const placeAt = (text: number, offset: number): string | null => {
    const span = db.first<{ kind: string; label: string }>(
      'SELECT kind, label FROM spans WHERE text = ? AND start <= ? ORDER BY start DESC, number DESC LIMIT 1',
      text,
      offset,
    );
    if (span === undefined) return null;
    return span.kind === 'page' ? `Page ${span.label}` : span.label;
  };

  /** The passages of one document's text lie between two numbers: one text is stored at a time. */
  const range = (document: string): { first: number; last: number } | null => {
    const row = db.first<{ first: number | null; last: number | null }>(
      `SELECT min(p.id) AS first, max(p.id) AS last
       FROM passages p JOIN documents d ON d.text = p.text WHERE d.id = ? AND d.removed_at IS NULL`,
      document,
    );
    return row === undefined || row.first === null || row.last === null ? null : { first: row.first, last: row.last };
  };

  return {
    /** The passages that hold every word of the query, the best first, and how many there are. */
    search: (query: string, document: string | null, limit: number): { hits: SearchHit[]; total: number } => {
      const terms = termsOf(query);
      const within = document === null ? { first: 0, last: Number.MAX_SAFE_INTEGER } : range(document);
      if (terms.length === 0 || within === null) return { hits: [], total: 0 };
      const where = `search MATCH ? AND rowid BETWEEN ? AND ? AND rowid NOT IN (${HIDDEN})`;
      const values = [matchExpression(terms), within.first, within.last] as const;
      const total = db.first<{ n: number }>(`SELECT count(*) AS n FROM search WHERE ${where}`, ...values)?.n ?? 0;
      const ranked = db.all<{ id: number }>(
        `SELECT id FROM (SELECT rowid AS id, rank AS score FROM search WHERE ${where} LIMIT ${MOST_RANKED})
         ORDER BY score, id LIMIT ?`,
        ...values,
        limit,
      );
      const hits = ranked.flatMap(({ id }) => {
        const passage = db.first<FoundPassage>(
          `SELECT d.id AS document, d.title, p.text, p.start, p.words
           FROM passages p JOIN documents d ON d.text = p.text WHERE p.id = ? AND d.removed_at IS NULL`,
          id,
        );
        if (passage === undefined) return [];
        const { words, start: base } = passage;
        const found = bestMatch(words, terms) ?? { start: 0, end: 0 };
        const [start, end] = [base + found.start, base + found.end];
        // What stands around it may lie in the neighbours.
        const before = textBetween(passage.text, Math.max(0, start - BEFORE), start);
        const after = textBetween(passage.text, end, end + AFTER);
        return [
          {
            id: passage.document,
            title: passage.title,
            before: shown(cutBefore(before, start > BEFORE)).trimStart(),
            match: shown(words.slice(found.start, found.end)),
            after: shown(cutAfter(after, after.length === AFTER)).trimEnd(),
            start,
            end,
            place: placeAt(passage.text, start),
          },
        ];
      });
      return { hits, total };
    },
  };
}

/** On one line. */
function shown(text: string): string {
  return text.replace(/\s+/gu, ' ');
}

/** Without the half of a word that a cut leaves. */
function cutBefore(text: string, cut: boolean): string {
  return cut ? text.replace(/^\S*\s/u, '') : text;
}

function cutAfter(text: string, cut: boolean): string {
  return cut ? text.replace(/\s\S*$/u, '') : text;
}
