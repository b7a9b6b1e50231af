/** The documents of the library: stored, listed, named, tagged, put into the trash. */
import type { z } from 'zod';
import type { listParams } from '../contract/library.ts';
import { EngineError } from '../contract/errors.ts';
import { refound } from './refound.ts';
import type { Connection, SqlValue } from './connection.ts';
import type { DocumentFacts, StoredDocument } from './stored.ts';
import { sortKey } from './sort-key.ts';

export type ListWish = z.output<typeof listParams>;

interface Row {
  id: string;
  text: number;
  hash: string;
  characters: number;
  title: string;
  kind: StoredDocument['kind'];
  format: StoredDocument['format'];
  path: string | null;
  bytes: number;
  modified_at: number | null;
  pages: number | null;
  files: number;
  skipped: string;
  skipped_count: number;
  warnings: string;
  added_at: number;
  opened_at: number | null;
  removed_at: number | null;
  tags: string;
  collections: string;
}

const SELECT = `
  SELECT d.*, t.hash, t.characters,
    (SELECT json_group_array(tag) FROM (SELECT tag FROM tags WHERE document = d.id ORDER BY tag)) AS tags,
    (SELECT json_group_array(collection) FROM collection_documents WHERE document = d.id) AS collections
  FROM documents d JOIN texts t ON t.key = d.text`;

const ORDER: Record<ListWish['sort'], string> = {
  title: 'd.title_key',
  added: 'd.added_at',
  opened: 'coalesce(d.opened_at, 0)',
  length: 't.characters',
};

function fromRow(row: Row): StoredDocument {
  return {
    id: row.id,
    textKey: row.text,
    textHash: row.hash,
    characters: row.characters,
    title: row.title,
    kind: row.kind,
    format: row.format,
    path: row.path,
    bytes: row.bytes,
    modifiedAt: row.modified_at,
    pages: row.pages,
    files: row.files,
    skipped: JSON.parse(row.skipped) as StoredDocument['skipped'],
    skippedCount: row.skipped_count,
    warnings: JSON.parse(row.warnings) as string[],
    addedAt: row.added_at,
    openedAt: row.opened_at,
    removed: row.removed_at !== null,
    tags: JSON.parse(row.tags) as string[],
    collections: JSON.parse(row.collections) as string[],
  };
}

export function itemCalls(db: Connection) {
  const find = (where: string, ...values: SqlValue[]): StoredDocument | null => {
    const row = db.first<Row>(`${SELECT} WHERE ${where} LIMIT 1`, ...values);
    return row === undefined ? null : fromRow(row);
  };
  /** One that is not in the trash. */
  const get = (id: string): StoredDocument => {
    const found = find('d.id = ? AND d.removed_at IS NULL', id);
    if (found === null) throw new EngineError('library-unknown', { what: 'document' });
    return found;
  };

  return {
    /** @throws EngineError 'library-unknown', also for what is in the trash */
    document: get,
    /** In the trash or not. */
    documentById: (id: string): StoredDocument | null => find('d.id = ?', id),
    documentAt: (path: string): StoredDocument | null => find('d.path = ? ORDER BY d.removed_at IS NOT NULL', path),
    /** Another document with the same text in the same format; samples are the app's own and count as nobody's. */
    documentWithText: (hash: string, format: string, otherThan: string): StoredDocument | null =>
      find(
        `t.hash = ? AND d.format = ? AND d.id <> ? AND d.kind <> 'sample' ORDER BY d.removed_at IS NOT NULL, d.added_at`,
        hash,
        format,
        otherThan,
      ),

    list: (wish: ListWish): { items: StoredDocument[]; total: number } => {
      const conditions = ['d.removed_at IS NULL'];
      const values: SqlValue[] = [];
      if (wish.collection !== null) {
        conditions.push('d.id IN (SELECT document FROM collection_documents WHERE collection = ?)');
        values.push(wish.collection);
      }
      if (wish.tag !== null) {
        conditions.push('d.id IN (SELECT document FROM tags WHERE tag = ?)');
        values.push(wish.tag);
      }
      for (const word of sortKey(wish.title).split(/\s+/).filter(Boolean)) {
        conditions.push('instr(d.title_key, ?) > 0');
        values.push(word);
      }
      const where = conditions.join(' AND ');
      const direction = wish.descending ? 'DESC' : 'ASC';
      const total = db.first<{ n: number }>(`SELECT count(*) AS n FROM documents d WHERE ${where}`, ...values)?.n ?? 0;
      const rows = db.all<Row>(
        `${SELECT} WHERE ${where} ORDER BY ${ORDER[wish.sort]} ${direction}, d.title_key, d.id LIMIT ? OFFSET ?`,
        ...values,
        wish.limit,
        wish.offset,
      );
      return { items: rows.map(fromRow), total };
    },

    /**
     * Makes a stored text the text of a document, new or read again; from here on it is in the library. A document that is
     * read again keeps its title, tags, collections and annotations, and comes out of the trash.
     */
    putDocument: (facts: DocumentFacts, text: number): StoredDocument => {
      const { id } = facts;
      const moved = refound(db, id, text);
      db.transaction(() => {
        const columns: Record<string, SqlValue> = {
          text,
          kind: facts.kind,
          format: facts.format,
          path: facts.path,
          bytes: facts.bytes,
          modified_at: facts.modifiedAt,
          pages: facts.pages,
          files: facts.files,
          skipped: JSON.stringify(facts.skipped),
          skipped_count: facts.skippedCount,
          warnings: JSON.stringify(facts.warnings),
          removed_at: null,
        };
        const names = Object.keys(columns);
        const known = db.first('SELECT 1 FROM documents WHERE id = ?', id) !== undefined;
        if (known) {
          const assignments = names.map((name) => `${name} = ?`).join(', ');
          db.run(`UPDATE documents SET ${assignments} WHERE id = ?`, ...Object.values(columns), id);
        } else {
          const row = { ...columns, id, title: facts.title, title_key: sortKey(facts.title), added_at: Date.now() };
          const marks = Object.keys(row).map(() => '?');
          db.run(
            `INSERT INTO documents (${Object.keys(row).join(', ')}) VALUES (${marks.join(', ')})`,
            ...Object.values(row),
          );
        }
        for (const { annotation, start, end, lost } of moved) {
          db.run('UPDATE annotations SET start = ?, end = ?, lost = ? WHERE id = ?', start, end, lost, annotation);
        }
        db.run('UPDATE texts SET owner = NULL WHERE key = ?', text);
      });
      return get(id);
    },

    /** The original has moved, or was touched without a change of its text. */
    setOriginal: (id: string, path: string | null, bytes: number, modifiedAt: number | null): void => {
      const values = [path, bytes, modifiedAt, id] as const;
      db.run('UPDATE documents SET path = ?, bytes = ?, modified_at = ? WHERE id = ?', ...values);
    },

    rename: (id: string, title: string): StoredDocument => {
      get(id);
      db.run('UPDATE documents SET title = ?, title_key = ? WHERE id = ?', title, sortKey(title), id);
      return get(id);
    },

    tag: (id: string, tags: readonly string[]): StoredDocument => {
      get(id);
      db.transaction(() => {
        db.run('DELETE FROM tags WHERE document = ?', id);
        for (const tag of new Set(tags)) db.run('INSERT INTO tags VALUES (?, ?)', id, tag);
      });
      return get(id);
    },

    /** Into the trash, or out of it. Those that are not there are passed over. */
    setRemoved: (ids: readonly string[], removed: boolean): void =>
      db.transaction(() => {
        const at = removed ? Date.now() : null;
        for (const id of ids) db.run('UPDATE documents SET removed_at = ?, open_place = NULL WHERE id = ?', at, id);
      }),

    opened: (id: string): void => {
      db.run('UPDATE documents SET opened_at = ? WHERE id = ?', Date.now(), id);
    },

    /** Remembers which documents are open, in their order. */
    setOpen: (ids: readonly string[]): void =>
      db.transaction(() => {
        db.run('UPDATE documents SET open_place = NULL WHERE open_place IS NOT NULL');
        for (const [place, id] of ids.entries()) db.run('UPDATE documents SET open_place = ? WHERE id = ?', place, id);
      }),

    openDocuments: (): StoredDocument[] =>
      db
        .all<Row>(`${SELECT} WHERE d.open_place IS NOT NULL AND d.removed_at IS NULL ORDER BY d.open_place`)
        .map(fromRow),
  };
}
