import ignore, { type Ignore } from 'ignore';

/** Folders that never hold what a person wrote, left out even where no .gitignore names them. */
const ALWAYS_IGNORED = ['.git', 'node_modules'];

/** git compares names case-insensitively where the file system does. */
const IGNORE_CASE = process.platform === 'win32' || process.platform === 'darwin';

/**
 * The .gitignore rules in force in one folder of a tree: those of the tree's root down to that folder, the deeper file winning, as in git.
 *
 * Only .gitignore files inside the tree count. One above it is not read: naming a folder says that it is wanted.
 */
export class GitignoreRules {
  readonly #rules: Ignore;

  private constructor(rules: Ignore) {
    this.#rules = rules;
  }

  /** The rules before any .gitignore was read: none. */
  static none(): GitignoreRules {
    return new GitignoreRules(ignore({ ignorecase: IGNORE_CASE }));
  }

  /** These rules and those of a .gitignore found in `folder` (POSIX path relative to the root, '' for the root itself). */
  with(folder: string, gitignore: string): GitignoreRules {
    const lines = gitignore
      .replace(/^\uFEFF/, '')
      .split('\n')
      .flatMap((line) => rebase(line, folder) ?? []);
    return new GitignoreRules(ignore({ ignorecase: IGNORE_CASE }).add(this.#rules).add(lines));
  }

  /**
   * Whether an entry is left out. `path` is POSIX, relative to the root. To be asked from the top down: what lies in an ignored folder
   * must not be asked for, since git does not look there either.
   */
  ignores(path: string, isFolder: boolean): boolean {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (isFolder && ALWAYS_IGNORED.includes(name)) return true;
    return this.#rules.ignores(isFolder ? `${path}/` : path);
  }
}

/**
 * One line of `folder`'s .gitignore as a pattern relative to the tree's root, or undefined for a comment or a blank line.
 *
 * All patterns then stand in one list, where the last match wins: that is git's precedence, because deeper files are added later.
 */
function rebase(line: string, folder: string): string | undefined {
  let pattern = line.replace(/\r$/, '');
  if (pattern.trim() === '' || pattern.startsWith('#')) return undefined;
  if (folder === '') return pattern;
  const negated = pattern.startsWith('!');
  if (negated) pattern = pattern.slice(1);
  // A leading backslash only protects a '!' or '#' that no longer comes first.
  if (/^\\[!#]/.test(pattern)) pattern = pattern.slice(1);
  const prefix = folder.replace(/[\\*?[\]!# ]/g, '\\$&');
  // A slash anywhere but at the end ties the pattern to its own folder; without one it matches at any depth below.
  const tied = /\/(?!\s*$)/.test(pattern);
  const rest = pattern.startsWith('/') ? pattern.slice(1) : pattern;
  // A lone '/' or '!' matches nothing in git; with the prefix it would match the folder itself.
  if (rest.trim() === '') return undefined;
  return `${negated ? '!' : ''}/${prefix}/${tied ? '' : '**/'}${rest}`;
}
