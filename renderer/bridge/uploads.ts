/** Makes what a browser's file inputs and drops give into uploads, since a browser tells no paths. */
import type { UploadParams } from '../../electron/contract/documents.ts';

/** Bytes that one upload may have together; the app refuses more. */
export const MAX_UPLOAD_BYTES = 96 * 1024 * 1024;
const MAX_FILES = 20_000;

/** Folders that are never part of a document and often huge. */
const LEFT_OUT = new Set(['.git', 'node_modules', '.hg', '.svn']);

/** A document as the page holds it: the browser's files with their paths. The bytes stay on disk until they are sent. */
export interface Picked {
  name: string;
  files: { path: string; file: File }[];
  /** Paths of files that the browser could not open. */
  unreadable?: string[];
}

/** An upload, and the paths of the files that could not be read and are left out of it. */
interface Upload {
  params: UploadParams;
  unreadable: string[];
}

const isLeftOut = (path: string) => path.split('/').some((part) => LEFT_OUT.has(part));

/** One document a file. */
export function pickedFiles(files: Iterable<File>): Picked[] {
  return [...files].map((file) => ({ name: file.name, files: [{ path: file.name, file }] }));
}

/** The document of an `<input webkitdirectory>`: null when nothing was chosen. */
export function pickedFolder(files: Iterable<File>): Picked | null {
  const all = [...files].map((file) => {
    const [name = '', ...rest] = (file.webkitRelativePath || file.name).split('/');
    return { name, path: rest.join('/') || name, file };
  });
  const [first] = all;
  if (first === undefined) return null;
  return { name: first.name, files: all.filter(({ path }) => !isLeftOut(path)) };
}

/** The documents of a drop in a browser: a folder is one, every other file one of its own. */
export async function droppedEntries(items: DataTransferItemList): Promise<Picked[]> {
  // Entries have to be taken before the first await: the list empties when the event ends.
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  return Promise.all(
    entries.map(async (entry) => {
      const unreadable: string[] = [];
      return { name: entry.name, files: await filesOf(entry, entry, unreadable), unreadable };
    }),
  );
}

/** The files of an entry and below it. What the browser cannot open goes to `unreadable`; the others are still wanted. */
async function filesOf(entry: FileSystemEntry, root: FileSystemEntry, unreadable: string[]): Promise<Picked['files']> {
  const path = entry === root ? entry.name : entry.fullPath.slice(root.fullPath.length + 1);
  try {
    if (entry.isFile) {
      const file = await new Promise<File>((resolve, reject) => {
        (entry as FileSystemFileEntry).file(resolve, reject);
      });
      return [{ path, file }];
    }
    if (LEFT_OUT.has(entry.name)) return [];
    const children = await childrenOf(entry as FileSystemDirectoryEntry);
    return (await Promise.all(children.map((child) => filesOf(child, root, unreadable)))).flat();
  } catch {
    unreadable.push(path);
    return [];
  }
}

async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (batch.length === 0) return children;
    children.push(...batch);
  }
}

/**
 * Reads the files and encodes them. One that cannot be read is left out and named.
 * @throws Error with a sentence for people when there is nothing in it that can be read, or too much.
 */
export async function toUpload({ name, files, unreadable = [] }: Picked): Promise<Upload> {
  const bytes = files.reduce((sum, { file }) => sum + file.size, 0);
  if (files.length === 0 && unreadable.length === 0) throw new Error(`${name}: there are no files in it`);
  if (files.length > MAX_FILES || bytes > MAX_UPLOAD_BYTES) {
    throw new Error(
      `${name} is too large for a browser to hand over (${files.length} files, ${Math.ceil(bytes / 2 ** 20)} MiB of ` +
        `${MAX_UPLOAD_BYTES / 2 ** 20} MiB); choose a folder inside it, or open it in the desktop window`,
    );
  }
  const read = await Promise.all(
    files.map(async ({ path, file }) => ({ path, base64: await toBase64(file).catch(() => null) })),
  );
  const sent = read.flatMap(({ path, base64 }) => (base64 === null ? [] : [{ path, base64 }]));
  const left = [...unreadable, ...read.flatMap(({ path, base64 }) => (base64 === null ? [path] : []))];
  if (sent.length === 0) {
    throw new Error(`${name} cannot be read; check that it is still there and that you may read it`);
  }
  return { params: { name, files: sent }, unreadable: left };
}

async function toBase64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  // In slices, since a call takes only so many arguments; of a length that base64 needs no padding for.
  const slice = 3 * 8192;
  let text = '';
  for (let at = 0; at < bytes.length; at += slice) text += btoa(String.fromCharCode(...bytes.subarray(at, at + slice)));
  return text;
}
