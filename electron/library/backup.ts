/** A library as one file, and back. Both take as long as the library is large, and run in a thread of their own. */
import { EngineError } from '../contract/errors.ts';
import { Connection } from './connection.ts';
import { APPLICATION_ID, migrate, SCHEMA_VERSION, versionOf } from './migrations.ts';

/** Writes the library into a new file, without what was deleted. The library can be used meanwhile. @throws where `target` exists */
export function writeBackup(file: string, target: string): void {
  const db = new Connection(file);
  try {
    db.run('VACUUM INTO ?', target);
  } finally {
    db.close();
  }
}

/** Makes sure that a file is a whole library, and brings it to the newest version. @throws EngineError 'library-unavailable' */
export function checkBackup(file: string, shownAs: string): void {
  const db = new Connection(file);
  try {
    const application = db.first<{ application_id: number }>('PRAGMA application_id')?.application_id;
    if (application !== APPLICATION_ID) throw unusable(shownAs, 'it is not a library of this app');
    if (versionOf(db) > SCHEMA_VERSION) throw unusable(shownAs, 'it was made by a newer version of the app');
    const check = db.first<{ quick_check: string }>('PRAGMA quick_check(1)')?.quick_check;
    if (check !== 'ok') throw unusable(shownAs, 'it is damaged');
    migrate(db);
    db.all('PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
}

function unusable(file: string, why: string): EngineError {
  return new EngineError('library-unavailable', { detail: `${file} cannot be restored: ${why}; choose another file` });
}
