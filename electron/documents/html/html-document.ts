/** HTML files. */
import type { ParsedText } from '../parsed-document.ts';
import { chapterSpans, toOutline } from '../sections.ts';
import { htmlOfXhtml } from './html-bytes.ts';
import { parsePage, writePage } from './html-text.ts';
import { TextFlow } from './text-flow.ts';

/** @param markup the page, decoded */
export function parseHtml(markup: string): ParsedText {
  const flow = new TextFlow();
  const isXml = /^\s*<\?xml|<html[^>]{0,500}xmlns/i.test(markup.slice(0, 2000));
  const { headings } = writePage(parsePage(isXml ? htmlOfXhtml(markup) : markup), flow);
  const text = flow.finish();
  const outline = toOutline(headings, text.length);
  return { format: 'html', text, spans: chapterSpans(outline, text.length), outline, pages: null, warnings: [] };
}
