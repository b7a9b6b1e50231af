/** Collections: named groups of documents; a document can be in several. */
import { randomUUID } from 'node:crypto';
import type { Collection } from '../contract/library.ts';
import { EngineError } from '../contract/errors.ts';
import type { Connection } from './connection.ts';
import { sortKey } from './sort-key.ts';

const SELECT = `
  SELECT c.id, c.name, (
    SELECT count(*) FROM collection_documents m JOIN documents d ON d.id = m.document
    WHERE m.collection = c.id AND d.removed_at IS NULL
  ) AS documents
  FROM collections c`;

export function collectionCalls(db: Connection) {
  const get = (id: string): Collection => {
    const found = db.first<Collection>(`${SELECT} WHERE c.id = ?`, id);
    if (found === undefined) throw new EngineError('library-unknown', { what: 'collection' });
    return { id: found.id, name: found.name, documents: found.documents };
  };
  /** @throws EngineError 'name-taken', whatever the case of its letters */
  const requireFree = (name: string, id: string): void => {
    const taken = db.first('SELECT 1 FROM collections WHERE name_key = ? AND id <> ?', sortKey(name), id);
    if (taken !== undefined) throw new EngineError('name-taken', { name });
  };

  return {
    collections: (): Collection[] => db.all<Collection>(`${SELECT} ORDER BY c.name_key`),

    createCollection: (name: string): Collection => {
      const id = randomUUID();
      requireFree(name, id);
      db.run('INSERT INTO collections VALUES (?, ?, ?)', id, name, sortKey(name));
      return get(id);
    },

    renameCollection: (id: string, name: string): Collection => {
      get(id);
      requireFree(name, id);
      db.run('UPDATE collections SET name = ?, name_key = ? WHERE id = ?', name, sortKey(name), id);
      return get(id);
    },

    /** Its documents stay in the library. */
    removeCollection: (id: string): void => {
      get(id);
      db.run('DELETE FROM collections WHERE id = ?', id);
    },

    putIntoCollection: (id: string, documents: readonly string[], inside: boolean): void => {
      get(id);
      db.transaction(() => {
        for (const document of documents) {
          if (!inside) db.run('DELETE FROM collection_documents WHERE collection = ? AND document = ?', id, document);
          else {
            db.run(
              'INSERT OR IGNORE INTO collection_documents SELECT ?, id FROM documents WHERE id = ? AND removed_at IS NULL',
              id,
              document,
            );
          }
        }
      });
    },
  };
}
