/** Texts as they can be kept: what the library gives back is what it was given, and offsets hold. */
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** Characters handled at a time; other work of the thread goes on in between. */
const PIECE = 4 * 1024 * 1024;

/**
 * The text without what SQLite or UTF-8 cannot hold, NUL and halves of characters, each replaced by one U+FFFD; and a hash that
 * names it.
 */
export async function storableText(given: string): Promise<{ text: string; hash: string }> {
  const hash = createHash('sha256');
  const text = given.replace(/\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
  for (let at = 0; at < text.length; at += PIECE) {
    hash.update(text.slice(at, at + PIECE), 'utf16le');
    await nextTurn();
  }
  return { text, hash: hash.digest('hex') };
}
