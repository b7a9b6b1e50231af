/** What kind of file it is: by its first bytes, and where these leave it open by its name. */
import { extname } from 'node:path';
import type { DocumentFormat } from '../contract/sources.ts';

export type FileFormat = Exclude<DocumentFormat, 'folder'>;

/** A kind that is known and cannot be read, with what to do about it. */
export interface Unsupported {
  unsupported: string;
}

/** Bytes of a file's beginning that are looked at. */
export const HEAD_BYTES = 4096;

const MARKDOWN = /^\.(?:md|markdown|mdown|mkd|mdx|qmd|rmd)$/;
const CODE = new Set(
  (
    'c h cc cpp cxx hpp hh hxx inc m mm cs java kt kts scala groovy swift go rs zig d v vh sv vhd vhdl js mjs cjs jsx ts mts cts tsx vue svelte ' +
    'astro css scss sass less py pyi pyx rb php pl pm lua r jl sh bash zsh fish ps1 bat cmd sql graphql proto thrift asm s f f90 f95 for ' +
    'pas ada adb ads hs lhs ml mli fs fsx clj cljs edn ex exs erl hrl elm dart nim cr lisp el scm rkt tcl awk vim cmake make mk ninja gradle ' +
    'bazel bzl nix tf hcl json jsonc json5 yaml yml toml ini cfg conf properties xml xsd xsl svg cu cuh metal glsl hlsl wgsl comp vert frag ' +
    'cl ipynb tex sty cls bib lock dockerfile makefile editorconfig gitignore gitattributes env diff patch'
  ).split(' '),
);
const CODE_NAMES =
  /^(?:makefile|dockerfile|cmakelists\.txt|gemfile|rakefile|justfile|build|workspace|vagrantfile|jenkinsfile)$/i;

/**
 * @param head the file's first HEAD_BYTES
 * @param name its name without folders
 * @returns for zip files 'zip', to be told apart by what is in them
 */
export function detectFormat(head: Buffer, name: string): FileFormat | 'zip' | Unsupported {
  const ascii = head.toString('latin1');
  // Up to a kilobyte of anything may stand before a PDF's header.
  if (/%PDF-\d/.test(ascii.slice(0, 1024)) && (ascii.startsWith('%PDF-') || /\.pdf$/i.test(name))) return 'pdf';
  if (ascii.startsWith('PK\x03\x04') || ascii.startsWith('PK\x05\x06')) return 'zip';
  if (ascii.startsWith('\xd0\xcf\x11\xe0')) {
    return {
      unsupported:
        'is an old Office file, or one that a password protects; open it in its program and save it as DOCX or PDF, without a password',
    };
  }
  if (ascii.startsWith('{\\rtf'))
    return { unsupported: 'is an RTF file; open it in a word processor and save it as DOCX' };
  if (/^BOOKMOBI/.test(ascii.slice(60, 68)))
    return { unsupported: 'is a Kindle book; convert it to EPUB first, with Calibre for example' };
  if (/^AT&TFORM/.test(ascii)) return { unsupported: 'is a DjVu file; convert it to a PDF with a text layer first' };
  return textFormat(ascii, name);
}

/** Zip files by the names of what is in them. */
export function zipFormat(names: readonly string[]): 'epub' | 'docx' | Unsupported {
  const has = (name: string) => names.includes(name);
  if (has('META-INF/container.xml')) return 'epub';
  if (has('word/document.xml') || names.some((name) => /^word\/document\d*\.xml$/.test(name))) return 'docx';
  const other = [
    [/^ppt\//, 'is a PowerPoint file; save it as PDF first'],
    [/^xl\//, 'is an Excel file; save it as PDF, or its sheets as CSV, first'],
    [/^content\.xml$/, 'is an OpenDocument file; open it in LibreOffice and save it as DOCX or PDF'],
  ] as const;
  const known = other.find(([pattern]) => names.some((name) => pattern.test(name)));
  return { unsupported: known?.[1] ?? 'is a zip archive; unpack it and choose the folder' };
}

function textFormat(ascii: string, name: string): FileFormat {
  const extension = extname(name).toLowerCase();
  if (/^\.x?html?$/.test(extension)) return 'html';
  if (MARKDOWN.test(extension)) return 'markdown';
  if (CODE.has(extension.slice(1)) || CODE_NAMES.test(name)) return 'code';
  if (
    extension !== '.txt' &&
    /^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,500}?-->\s*)?<(?:!doctype html|html[\s>])/i.test(ascii)
  )
    return 'html';
  return 'text';
}
