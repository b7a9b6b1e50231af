/** Bytes to text: which encoding, and whether it is text at all. */
import chardet from 'chardet';
import iconv from 'iconv-lite';

/** Bytes that are shown to the guesser. */
const SAMPLE_BYTES = 64 * 1024;
/** Below it a guess says nothing, and most files of no known encoding are Western. */
const LEAST_CONFIDENCE = 15;
const FALLBACK = 'windows-1252';
/** The windows code page holds all that the ISO one holds, and letters where that has control characters. */
const WIDER: Record<string, string> = { 'ISO-8859-1': 'windows-1252', 'ISO-8859-9': 'windows-1254' };
/** Share of control characters above which bytes are no text. Terminal colours and form feeds in logs stay far below. */
const MOST_CONTROL = 0.02;

/**
 * The text held in a file's bytes, line ends as LF and without a byte-order mark, or undefined when the bytes are no text.
 *
 * UTF-8, UTF-16 and UTF-32 are known by their byte-order mark; without one it is UTF-8 when it is valid UTF-8, UTF-16 when every other
 * byte is NUL, and otherwise what `declared` says or the letters look like. The file's name plays no part.
 *
 * @param declared what the content itself says of its encoding, such as a page's meta element; any label, wrong ones do no harm
 */
export function decodeText(bytes: Buffer, declared?: string): string | undefined {
  const unicode = markedEncoding(bytes) ?? bareUtf16(bytes);
  if (unicode !== undefined) return plainText(iconv.decode(bytes, unicode));
  if (bytes.includes(0) || bytes.subarray(0, 5).toString('latin1') === '%PDF-') return undefined;
  const start = bytes.subarray(0, SAMPLE_BYTES);
  if (start.includes('\x1b$B') || start.includes('\x1b$@')) return iso2022(bytes);
  try {
    return plainText(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return eightBit(bytes, declared);
  }
}

function markedEncoding(bytes: Buffer): string | undefined {
  const mark = bytes.subarray(0, 4).toString('hex');
  // UTF-32 first: its mark begins as that of UTF-16 does, and no text in UTF-16 begins with NUL.
  if (mark === 'fffe0000') return 'utf-32le';
  if (mark === '0000feff') return 'utf-32be';
  if (mark.startsWith('fffe')) return 'utf-16le';
  if (mark.startsWith('feff')) return 'utf-16be';
  return undefined;
}

/** Western text in UTF-16 has a NUL in most pairs, always on the same side. */
function bareUtf16(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const pairs = Math.min(bytes.length, 4096) >> 1;
  if (pairs < 2 || bytes.length % 2 !== 0) return undefined;
  const nuls = [0, 0];
  for (let at = 0; at < pairs * 2; at++) if (bytes[at] === 0) nuls[at % 2] = (nuls[at % 2] ?? 0) + 1;
  const [first = 0, second = 0] = nuls;
  if (first === 0 && second > pairs * 0.4) return 'utf-16le';
  if (second === 0 && first > pairs * 0.4) return 'utf-16be';
  return undefined;
}

/** Japanese mail and old pages: seven-bit, so that it would pass for UTF-8. */
function iso2022(bytes: Buffer): string | undefined {
  return plainText(new TextDecoder('iso-2022-jp').decode(bytes));
}

function eightBit(bytes: Buffer, declared: string | undefined): string | undefined {
  if (declared !== undefined && iconv.encodingExists(declared)) {
    const text = iconv.decode(bytes, WIDER[declared.toUpperCase()] ?? declared);
    if (!text.includes('\uFFFD')) return plainText(text);
  }
  // A file that was cut off, or has a damaged place, is still what nearly all of it is.
  const text = iconv.decode(bytes, 'utf-8');
  const broken = text.split('\uFFFD').length - 1;
  const foreign = text.match(/[^\0-\x7f\uFFFD]/gu)?.length ?? 0;
  if (broken * 50 < foreign) return plainText(text);
  return plainText(iconv.decode(bytes, guess(bytes)));
}

function guess(bytes: Buffer): string {
  const sample = linesOutsideAscii(bytes);
  const best = chardet.analyse(sample).find(({ name }) => iconv.encodingExists(name));
  if (best === undefined || best.confidence < LEAST_CONFIDENCE) return FALLBACK;
  const name = WIDER[best.name] ?? best.name;
  return iconv.decode(sample, name).includes('\uFFFD') ? FALLBACK : name;
}

/** The lines that tell encodings apart, up to the sample's size. No encoding has 0x0A inside a character, so lines are whole. */
function linesOutsideAscii(bytes: Buffer): Buffer {
  const pieces: Buffer[] = [];
  let [length, start] = [0, 0];
  while (start < bytes.length && length < SAMPLE_BYTES) {
    const end = bytes.indexOf(0x0a, start);
    const line = bytes.subarray(start, end === -1 ? bytes.length : end + 1);
    if (line.some((byte) => byte >= 0x80 || byte === 0x1b)) {
      pieces.push(line.subarray(0, SAMPLE_BYTES));
      length += line.length;
    }
    start += line.length;
  }
  return Buffer.concat(pieces);
}

/** @returns undefined for what has too many control characters to be text */
function plainText(decoded: string): string | undefined {
  let control = 0;
  const length = Math.min(decoded.length, 1_000_000);
  for (let at = 0; at < length; at++) {
    const code = decoded.charCodeAt(at);
    if (code === 0) return undefined;
    if ((code < 0x20 && (code < 0x08 || code > 0x0d) && code !== 0x1b) || code === 0x7f) control++;
  }
  if (control > length * MOST_CONTROL) return undefined;
  const text = decoded.charCodeAt(0) === 0xfeff ? decoded.slice(1) : decoded;
  return text.replaceAll('\r\n', '\n');
}
