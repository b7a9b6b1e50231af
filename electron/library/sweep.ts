/**
 * Erasing, in steps that are each short: texts that no document refers to, then their words in the index, then the space in the
 * file. Deleted rows are overwritten with zeros (secure_delete); the index forgets words only when its segments are merged.
 */
import type { Connection } from './connection.ts';

/** Passages deleted in a step. */
const PASSAGES = 200;
/** Pages of the index that a step of a merge writes, and pages that a step gives back. */
const INDEX_PAGES = 100;
const FREE_PAGES = 500;

export function sweepCalls(db: Connection) {
  const setErasing = (erasing: 0 | 1) => db.run('UPDATE upkeep SET erasing = ?', erasing);
  const isErasing = () => db.first<{ erasing: number }>('SELECT erasing FROM upkeep')?.erasing === 1;
  let mergeBegun = false;

  /** Deletes a part of a text that nothing refers to and nobody is storing. @returns whether there may be more */
  const sweepTexts = (): boolean => {
    const text = db
      .all<{ key: number; owner: number | null }>(
        'SELECT key, owner FROM texts WHERE NOT EXISTS (SELECT 1 FROM documents WHERE text = key)',
      )
      .find(({ owner }) => owner === null || !isAlive(owner));
    if (text === undefined) return false;
    db.transaction(() => {
      const passages = db.all<{ id: number; words: string }>(
        'SELECT id, words FROM passages WHERE text = ? LIMIT ?',
        text.key,
        PASSAGES,
      );
      for (const { id, words } of passages) {
        db.run(`INSERT INTO search (search, rowid, words) VALUES ('delete', ?, ?)`, id, words);
        db.run('DELETE FROM passages WHERE id = ?', id);
      }
      if (passages.length === PASSAGES) return;
      db.run('DELETE FROM spans WHERE text = ?', text.key);
      db.run('DELETE FROM originals WHERE text = ?', text.key);
      db.run('DELETE FROM texts WHERE key = ?', text.key);
    });
    setErasing(1);
    return true;
  };

  /** A step of the merge of the whole index into one segment, which leaves out what was deleted. @returns whether there is more */
  const mergeIndex = (): boolean => {
    const before = changesSoFar();
    // A negative number begins to merge everything, a positive one goes on with that.
    db.exec(`INSERT INTO search (search, rank) VALUES ('merge', ${mergeBegun ? INDEX_PAGES : -INDEX_PAGES})`);
    mergeBegun = true;
    // The statement itself counts as one change.
    return changesSoFar() - before > 1;
  };
  const changesSoFar = () => db.first<{ n: number }>('SELECT total_changes() AS n')?.n ?? 0;

  const freePages = () => db.first<{ freelist_count: number }>('PRAGMA freelist_count')?.freelist_count ?? 0;

  return {
    /** A document with everything that hangs on it; its text is left to `sweep`. */
    forget: (id: string): void =>
      db.transaction(() => {
        db.run('DELETE FROM documents WHERE id = ?', id);
        setErasing(1);
      }),

    /** Empties the trash, and takes over what an earlier run of this program left unfinished. */
    begin: (): void =>
      db.transaction(() => {
        const { changes } = db.run('DELETE FROM documents WHERE removed_at IS NOT NULL');
        db.run('UPDATE texts SET owner = NULL WHERE owner = ?', process.pid);
        if (changes > 0) setErasing(1);
      }),

    /** One step of the erasing. @returns whether there are more */
    sweep: (): boolean => {
      if (sweepTexts()) {
        mergeBegun = false;
        return true;
      }
      if (!isErasing()) return false;
      if (mergeIndex()) return true;
      if (freePages() > 0) {
        db.all(`PRAGMA incremental_vacuum(${FREE_PAGES})`);
        if (freePages() > 0) return true;
      }
      mergeBegun = false;
      setErasing(0);
      // Until here the old pages may still lie in the log.
      db.all('PRAGMA wal_checkpoint(TRUNCATE)');
      return false;
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
