/** The markup held in a file's bytes. */
import { decodeText } from '../text/decode-text.ts';

const DECLARED =
  /<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,40})|<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w-]{2,40})/i;

/** @returns undefined when the bytes are no text */
export function decodeMarkup(bytes: Buffer): string | undefined {
  const declared = DECLARED.exec(bytes.subarray(0, 4096).toString('latin1'));
  return decodeText(bytes, declared?.[1] ?? declared?.[2]);
}

/** Elements that an HTML parser takes to be open where XML has closed them, so that they swallow all that follows. */
const SWALLOWING =
  /<(title|script|style|iframe|textarea|noscript|xmp|noembed|noframes|template|select|a|p|div|span)\b([^<>]*?)\/>/gi;

/** XHTML as an HTML parser understands it. */
export function htmlOfXhtml(markup: string): string {
  return markup
    .replace(SWALLOWING, '<$1$2></$1>')
    .replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, (_all, text: string) =>
      text.replaceAll('&', '&amp;').replaceAll('<', '&lt;'),
    );
}
