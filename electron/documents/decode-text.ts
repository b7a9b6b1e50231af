import { isBinaryFile } from 'isbinaryfile';

/**
 * The text held in a file's bytes, line ends as LF and without a byte-order mark, or undefined when the bytes are no text.
 *
 * UTF-16 is known by its byte-order mark; everything else is UTF-8 when it is valid UTF-8 and windows-1252 otherwise (which
 * maps every byte, so it comes last). The file's name plays no part.
 */
export async function decodeText(bytes: Buffer): Promise<string | undefined> {
  const encoding = utf16Encoding(bytes);
  if (encoding !== undefined) return unixLines(new TextDecoder(encoding).decode(bytes));
  // isbinaryfile looks at the first 512 bytes only; a NUL further on also means that this is no 8-bit text.
  if (bytes.includes(0) || (await isBinaryFile(bytes, bytes.length))) return undefined;
  return unixLines(decodeEightBit(bytes));
}

function utf16Encoding(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes.length < 2 || bytes.length % 2 !== 0) return undefined;
  const mark = bytes.readUInt16BE(0);
  if (mark === 0xfeff) return 'utf-16be';
  // FF FE 00 00 is UTF-32's mark: no text in UTF-16 begins with NUL.
  if (mark === 0xfffe && !(bytes.length >= 4 && bytes.readUInt16LE(2) === 0)) return 'utf-16le';
  return undefined;
}

function decodeEightBit(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return windows1252(bytes);
  }
}

/** What windows-1252 has at 0x80 to 0x9F, where Latin-1 has control characters; the five unused bytes stay as they are. */
const WINDOWS_1252_80_TO_9F = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

// Node 20's TextDecoder('windows-1252') decodes as Latin-1: quotation marks and dashes would become control characters.
function windows1252(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, (character) => WINDOWS_1252_80_TO_9F.charAt(character.charCodeAt(0) - 0x80));
}

function unixLines(text: string): string {
  return text.replaceAll('\r\n', '\n');
}
