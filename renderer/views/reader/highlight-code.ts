/** Colours of code, a segment at a time. Loaded when code is shown first. */
import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import cpp from 'highlight.js/lib/languages/cpp';
import csharp from 'highlight.js/lib/languages/csharp';
import css from 'highlight.js/lib/languages/css';
import go from 'highlight.js/lib/languages/go';
import ini from 'highlight.js/lib/languages/ini';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import kotlin from 'highlight.js/lib/languages/kotlin';
import markdown from 'highlight.js/lib/languages/markdown';
import php from 'highlight.js/lib/languages/php';
import python from 'highlight.js/lib/languages/python';
import ruby from 'highlight.js/lib/languages/ruby';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import swift from 'highlight.js/lib/languages/swift';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import type { Token } from './pieces.ts';

const LANGUAGES = {
  bash,
  cpp,
  csharp,
  css,
  go,
  ini,
  java,
  javascript,
  json,
  kotlin,
  markdown,
  php,
  python,
  ruby,
  rust,
  sql,
  swift,
  typescript,
  xml,
  yaml,
};

for (const [name, language] of Object.entries(LANGUAGES)) hljs.registerLanguage(name, language);

const ENTITIES: Readonly<Record<string, number>> = { '&amp;': 1, '&lt;': 1, '&gt;': 1, '&quot;': 1, '&#x27;': 1 };

/** Tokens with a colour, in order. @param start offset of the text in the document */
export function codeTokens(text: string, language: string, start: number): Token[] {
  if (hljs.getLanguage(language) === undefined) return [];
  return tokensOf(hljs.highlight(text, { language, ignoreIllegals: true }).value, start);
}

/**
 * The classes and offsets in highlight.js's output, which is text and spans and nothing else. It never becomes a part of the page: what a
 * file holds is only ever shown as text.
 */
export function tokensOf(html: string, start: number): Token[] {
  const tokens: Token[] = [];
  const open: string[] = [];
  let at = start;
  for (const [part, className] of html.matchAll(/<span class="([^"]*)">|<\/span>|&[#\w]+;|[^<&]+/g)) {
    if (className !== undefined) open.push(className);
    else if (part === '</span>') open.pop();
    else {
      const length = ENTITIES[part] ?? part.length;
      const name = open.at(-1);
      const last = tokens.at(-1);
      if (name !== undefined) {
        if (last?.className === name && last.end === at) last.end = at + length;
        else tokens.push({ start: at, end: at + length, className: name });
      }
      at += length;
    }
  }
  return tokens;
}
