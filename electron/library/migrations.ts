/** The library's tables, as steps from one version to the next. A step that has been released is never changed. */
import { EngineError } from '../contract/errors.ts';
import type { Connection } from './connection.ts';

/** Marks a file as one of ours ("Anch"). */
export const APPLICATION_ID = 0x416e6368;

/**
 * A text belongs to the library as soon as a document refers to it; until then, and afterwards, it is swept (sweep.ts). So
 * nothing half-stored is ever seen, though a long text is stored in many short transactions.
 * Offsets count UTF-16 code units; times are milliseconds since 1970.
 */
const STEPS: readonly string[] = [
  `
  CREATE TABLE texts (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    hash TEXT NOT NULL,
    characters INTEGER NOT NULL,
    outline TEXT NOT NULL,
    owner INTEGER -- process that is storing it; null when nobody is
  );
  CREATE INDEX texts_hash ON texts (hash);

  -- A text in pieces, which are also what the search finds. Together they are the whole text.
  CREATE TABLE passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    text INTEGER NOT NULL REFERENCES texts (key),
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    words TEXT NOT NULL
  );
  CREATE INDEX passages_place ON passages (text, start);
  CREATE VIRTUAL TABLE search USING fts5 (
    words, content = 'passages', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
  );

  CREATE TABLE spans (
    text INTEGER NOT NULL REFERENCES texts (key),
    number INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    PRIMARY KEY (text, number)
  ) WITHOUT ROWID;
  CREATE INDEX spans_place ON spans (text, start, number);

  -- What a browser sent, where the reader shows it as it is.
  CREATE TABLE originals (
    text INTEGER NOT NULL REFERENCES texts (key),
    part INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (text, part)
  );

  CREATE TABLE documents (
    id TEXT PRIMARY KEY,
    text INTEGER NOT NULL REFERENCES texts (key),
    title TEXT NOT NULL,
    title_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    format TEXT NOT NULL,
    path TEXT,
    bytes INTEGER NOT NULL,
    modified_at REAL,
    pages INTEGER,
    files INTEGER NOT NULL,
    skipped TEXT NOT NULL,
    skipped_count INTEGER NOT NULL,
    warnings TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    opened_at INTEGER,
    removed_at INTEGER,
    open_place INTEGER
  );
  CREATE INDEX documents_text ON documents (text);
  CREATE INDEX documents_path ON documents (path);

  CREATE TABLE collections (id TEXT PRIMARY KEY, name TEXT NOT NULL, name_key TEXT NOT NULL UNIQUE);
  CREATE TABLE collection_documents (
    collection TEXT NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
    document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    PRIMARY KEY (collection, document)
  ) WITHOUT ROWID;
  CREATE INDEX collection_documents_document ON collection_documents (document);

  CREATE TABLE tags (
    document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    PRIMARY KEY (document, tag)
  ) WITHOUT ROWID;
  CREATE INDEX tags_tag ON tags (tag);

  CREATE TABLE annotations (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    quote TEXT NOT NULL,
    note TEXT NOT NULL,
    colour TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    lost INTEGER NOT NULL DEFAULT 0
  );
  CREATE INDEX annotations_document ON annotations (document, start);

  -- One row: whether the index still holds words of texts that were erased.
  CREATE TABLE upkeep (erasing INTEGER NOT NULL);
  INSERT INTO upkeep VALUES (0);
  `,
];

export const SCHEMA_VERSION = STEPS.length;

/** The version of a library file; 0 when it is empty. */
export function versionOf(db: Connection): number {
  return db.first<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0;
}

/** Brings the file to the newest version. @throws EngineError 'library-unavailable' for one made by a newer program. */
export function migrate(db: Connection): void {
  if (versionOf(db) === SCHEMA_VERSION) return;
  db.transaction(() => {
    // Another program may have done it meanwhile.
    const version = versionOf(db);
    if (version > SCHEMA_VERSION) {
      const detail = `it was made by a newer version of the app (its version is ${version}, this app knows ${SCHEMA_VERSION}); update the app`;
      throw new EngineError('library-unavailable', { detail });
    }
    for (const step of STEPS.slice(version)) db.exec(step);
    db.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
  });
}
