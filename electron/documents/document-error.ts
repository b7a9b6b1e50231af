/** Why a document could not be loaded. One closed set: every failure of this folder is one of these. */
export const DOCUMENT_ERROR_KINDS = [
  'missing',
  'unreadable',
  'binary',
  'empty',
  'no-text',
  'too-large',
  /** A password or copy protection. */
  'protected',
  /** Pages, but no text layer. */
  'scanned',
  /** Not what its kind of file has to be. */
  'damaged',
  /** It took more time or memory than a document may. */
  'limit',
  /** The parser's process could not be started or ended unexpectedly. */
  'parser-failed',
] as const;
export type DocumentErrorKind = (typeof DOCUMENT_ERROR_KINDS)[number];

/** The only error that loadDocument throws besides an abort. The message is one line: the path, what is wrong, what to do. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError';
  readonly kind: DocumentErrorKind;
  readonly path: string;

  constructor(kind: DocumentErrorKind, path: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
    this.path = path;
  }
}

/** The path as it can stand inside a one-line message: quoted and escaped when it holds control characters. */
export function shownPath(path: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return /[\u0000-\u001f\u007f]/.test(path) ? JSON.stringify(path) : path;
}

/** An error about a file: `problem` is what is wrong and what to do, without the path. */
export function documentError(kind: DocumentErrorKind, path: string, problem: string, cause?: unknown): DocumentError {
  return new DocumentError(kind, path, `${shownPath(path)}: ${problem}`, cause);
}

/** Turns a failed stat, open or read into a DocumentError. */
export function fromFileSystem(path: string, cause: unknown): DocumentError {
  const shown = shownPath(path);
  const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
  switch (code) {
    case 'ENOENT':
      return new DocumentError('missing', path, `${shown}: no such file or folder; check the path`, cause);
    case 'ERR_INVALID_ARG_VALUE':
      return new DocumentError('missing', path, `${shown}: a path cannot hold a NUL character; check the path`, cause);
    case 'EACCES':
    case 'EPERM':
      return new DocumentError(
        'unreadable',
        path,
        `${shown}: not allowed to read it; give yourself read permission or copy it somewhere you can read`,
        cause,
      );
    case 'ENOTDIR':
      return new DocumentError(
        'unreadable',
        path,
        `${shown}: a part of this path is a file, not a folder; check the path`,
        cause,
      );
    case 'ELOOP':
      return new DocumentError(
        'unreadable',
        path,
        `${shown}: its symbolic links lead in a circle; name the real file instead`,
        cause,
      );
    default:
      return new DocumentError(
        'unreadable',
        path,
        `${shown}: cannot be read (${code}); copy it to another place and try again`,
        cause,
      );
  }
}
