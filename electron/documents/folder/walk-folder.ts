import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dirent } from 'node:fs';
import { fromFileSystem } from '../document-error.ts';
import { GitignoreRules } from './gitignore-rules.ts';

/** Something in the tree that is not a file to read, and why. */
export interface LeftOut {
  path: string;
  reason: 'ignored' | 'link' | 'unreadable';
}

export interface FolderListing {
  /** POSIX paths relative to the folder, in byte order of the whole path. */
  files: string[];
  /** In the same order; folders end in '/'. */
  leftOut: LeftOut[];
}

/**
 * Lists the regular files of a tree, .gitignore honoured. Symbolic links are never followed, so the walk stays inside and ends.
 * @throws DocumentError 'unreadable' or 'missing' when `root` itself cannot be listed; a folder below it is then left out instead.
 */
export async function walkFolder(root: string, signal?: AbortSignal): Promise<FolderListing> {
  const listing: FolderListing = { files: [], leftOut: [] };

  async function walk(folder: string, inherited: GitignoreRules): Promise<void> {
    signal?.throwIfAborted();
    let entries: Dirent[];
    try {
      entries = await readdir(join(root, folder), { withFileTypes: true });
    } catch (cause) {
      if (folder === '') throw fromFileSystem(root, cause);
      listing.leftOut.push({ path: `${folder}/`, reason: 'unreadable' });
      return;
    }
    const rules = entries.some((entry) => entry.name === '.gitignore' && entry.isFile())
      ? await withGitignore(inherited, root, folder)
      : inherited;
    for (const entry of inPathOrder(entries)) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (rules.ignores(path, entry.isDirectory())) {
        listing.leftOut.push({ path: entry.isDirectory() ? `${path}/` : path, reason: 'ignored' });
      } else if (entry.isDirectory()) {
        await walk(path, rules);
      } else if (entry.isSymbolicLink()) {
        listing.leftOut.push({ path, reason: 'link' });
      } else if (entry.isFile()) {
        listing.files.push(path);
      } else {
        // Pipes, sockets and devices: reading one could wait for ever.
        listing.leftOut.push({ path, reason: 'unreadable' });
      }
    }
  }

  await walk('', GitignoreRules.none());
  return listing;
}

async function withGitignore(rules: GitignoreRules, root: string, folder: string): Promise<GitignoreRules> {
  try {
    return rules.with(folder, await readFile(join(root, folder, '.gitignore'), 'utf8'));
  } catch {
    return rules;
  }
}

/** Orders a folder's entries so that the walk yields whole paths in byte order: a folder counts as its name with '/'. */
function inPathOrder(entries: Dirent[]): Dirent[] {
  const keyed = entries.map((entry) => ({
    entry,
    key: Buffer.from(entry.isDirectory() ? `${entry.name}/` : entry.name),
  }));
  return keyed.sort((a, b) => Buffer.compare(a.key, b.key)).map(({ entry }) => entry);
}
