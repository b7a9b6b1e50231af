/** What SQLite says is wrong, as sentences for the person whose library it is. */
import { asEngineError, EngineError, oneLine } from '../contract/errors.ts';

const SENTENCES: readonly (readonly [code: RegExp, detail: (file: string) => string])[] = [
  [/^SQLITE_FULL/, (file) => `there is no room left on the disk of ${file}; make room and try again`],
  [
    /^SQLITE_(CORRUPT|NOTADB)/,
    (file) => `${file} is damaged; move it to another place and restore a backup, or start the app again without it`,
  ],
  [/^SQLITE_(BUSY|LOCKED)/, (file) => `another program is using ${file}; close it and try again`],
  [
    /^SQLITE_(READONLY|PERM|AUTH|CANTOPEN)/,
    (file) => `${file} cannot be opened for writing; give yourself the permission to write it and its folder`,
  ],
  [/^SQLITE_IOERR/, (file) => `the disk of ${file} cannot be read or written; check the disk and try again`],
];

/** @param file for the message */
export function asLibraryError(error: unknown, file: string): EngineError {
  if (error instanceof EngineError) return asEngineError(error);
  const { code } = error as { code?: unknown };
  const text = oneLine(error);
  const known = SENTENCES.find(([pattern]) => typeof code === 'string' && pattern.test(code));
  if (known !== undefined) return new EngineError('library-unavailable', { detail: known[1](file) }, error);
  if (/file is not a database|malformed/i.test(text)) {
    return new EngineError('library-unavailable', { detail: SENTENCES[1]?.[1](file) ?? text }, error);
  }
  return new EngineError('library-unavailable', { detail: `${file}: ${text}` }, error);
}
