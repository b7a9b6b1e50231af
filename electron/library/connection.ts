/** One connection to a library file, with the few ways of asking that the rest of this folder uses. */
import Libsql from 'libsql';

export type SqlValue = string | number | null | Uint8Array;

/** Milliseconds that a write waits for another program that writes into the same library. */
const BUSY_MS = 5_000;

export class Connection {
  readonly #database: Libsql.Database;
  readonly #prepared = new Map<string, Libsql.Statement>();

  /** Opens the file, and makes it where it is not there. @throws SqliteError */
  constructor(path: string) {
    this.#database = new Libsql(path);
    this.#database.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
    // Only an empty file takes this up: space that was freed can then be given back in small pieces.
    this.#database.exec('PRAGMA auto_vacuum = INCREMENTAL');
    this.#database.exec('PRAGMA journal_mode = WAL');
    this.#database.exec('PRAGMA synchronous = NORMAL');
    this.#database.exec('PRAGMA foreign_keys = ON');
    // What is deleted is overwritten with zeros.
    this.#database.exec('PRAGMA secure_delete = ON');
    this.#database.exec('PRAGMA temp_store = MEMORY');
    this.#database.exec('PRAGMA cache_size = -65536');
  }

  /** Every row of a query. Statements are kept, so the text of one must not hold values. */
  all<T>(sql: string, ...values: SqlValue[]): T[] {
    return this.#statement(sql).all(...values) as T[];
  }

  /** The first row. Reads on to the end: a statement left in the middle would hold its snapshot, and the log could not shrink. */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- names the row's shape, which the query decides
  first<T>(sql: string, ...values: SqlValue[]): T | undefined {
    return this.all<T>(sql, ...values)[0];
  }

  run(sql: string, ...values: SqlValue[]): { changes: number; lastId: number } {
    const { changes, lastInsertRowid } = this.#statement(sql).run(...values);
    return { changes, lastId: Number(lastInsertRowid) };
  }

  /** Statements without values or rows. */
  exec(sql: string): void {
    this.#database.exec(sql);
  }

  /** All of it or nothing. Must not be nested. */
  transaction<T>(work: () => T): T {
    this.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.exec('COMMIT');
      return result;
    } catch (error) {
      // A full disk may have ended the transaction already.
      if (this.#database.inTransaction) this.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.#prepared.clear();
    this.#database.close();
  }

  #statement(sql: string): Libsql.Statement {
    let statement = this.#prepared.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#prepared.set(sql, statement);
    }
    return statement;
  }
}
