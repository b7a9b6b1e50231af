/**
 * Documents that a browser sends: their files go into a temporary folder, so that the rules for files and folders
 * (.gitignore, binary files, sizes) are the same as for those on the disk.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { dirname, join, resolve, sep } from 'node:path';
import type { UploadParams } from '../contract/documents.ts';
import { EngineError, oneLine } from '../contract/errors.ts';
import { DocumentError } from '../documents/document-error.ts';
import type { Parse, ParsedDocument } from './parser.ts';

/** All files of an upload together, in bytes. */
export const MAX_UPLOAD_BYTES = 96 * 1024 * 1024;

export interface LoadedUpload {
  loaded: ParsedDocument;
  kind: 'file' | 'folder';
}

/** Names an upload by everything in it. */
export function uploadKey(params: UploadParams): string {
  const hash = createHash('sha256');
  for (const { path, base64 } of params.files) hash.update(JSON.stringify([path, base64.length])).update(base64);
  return `upload ${params.name} ${hash.digest('hex')}`;
}

/**
 * Loads what a browser sent. Nothing of it stays on the disk.
 * @throws EngineError 'bad-request' for paths that lead elsewhere and content that is not base64; 'document-unusable' when it is too
 * large or cannot be written; DocumentError as the parser does, naming the document instead of the temporary folder.
 */
export async function loadUpload(params: UploadParams, parse: Parse): Promise<LoadedUpload> {
  checkPath(params.name, true);
  for (const { path } of params.files) checkPath(path, false);
  checkSize(params);
  const [first] = params.files;
  const single = params.files.length === 1 && first?.path === params.name;
  const temporary = await mkdtemp(join(tmpdir(), 'anchorite-upload-')).catch((error: unknown) => {
    throw cannotKeep(params.name, error);
  });
  try {
    const root = single ? temporary : join(temporary, params.name);
    await writeFiles(root, params);
    const loaded = await parse(join(temporary, params.name));
    return { loaded, kind: single ? 'file' : 'folder' };
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    const message = error.message.split(join(temporary, params.name)).join(params.name);
    throw new DocumentError(error.kind, params.name, message, error);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/** Only what stays below the folder it is written to, by the rules of every system. */
function checkPath(path: string, single: boolean): void {
  const parts = path.split('/');
  const wrong =
    path.includes('\0') ||
    (single && parts.length > 1) ||
    parts.some((part) => part === '' || part === '.' || part === '..') ||
    (sep === '\\' && /[\\:]/.test(path));
  if (wrong)
    throw new EngineError('bad-request', { detail: `${JSON.stringify(path)} is not a path inside the upload` });
}

function decodedBytes(base64: string): number {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  return Math.floor((base64.length * 3) / 4) - padding;
}

function checkSize({ name, files }: UploadParams): void {
  const bytes = files.reduce((sum, { base64 }) => sum + decodedBytes(base64), 0);
  if (bytes <= MAX_UPLOAD_BYTES) return;
  const mebibytes = (size: number) => `${(size / 1024 / 1024).toFixed(0)} MiB`;
  throw new EngineError('document-unusable', {
    kind: 'too-large',
    detail: `${name}: ${mebibytes(bytes)} is over the limit of ${mebibytes(MAX_UPLOAD_BYTES)} for an upload; choose a part of it`,
  });
}

async function writeFiles(root: string, { name, files }: UploadParams): Promise<void> {
  for (const { path, base64 } of files) {
    const target = resolve(root, path);
    const content = Buffer.from(base64, 'base64');
    // The decoder passes over what is not base64.
    if (content.length !== decodedBytes(base64)) {
      throw new EngineError('bad-request', { detail: `the content of ${JSON.stringify(path)} is not base64` });
    }
    try {
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, content, { flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
        throw new EngineError('bad-request', { detail: `${JSON.stringify(path)} is in the upload twice` }, error);
      }
      throw cannotKeep(name, error);
    }
  }
}

function cannotKeep(name: string, error: unknown): EngineError {
  const detail = `${name}: the upload could not be kept while it is loaded (${oneLine(error)}); make room in ${tmpdir()} and try again`;
  return new EngineError('document-unusable', { kind: 'unreadable', detail }, error);
}
