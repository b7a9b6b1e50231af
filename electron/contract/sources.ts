/** Where a document's text came from: what its parts are called, and which page, chapter or file each stretch of it is. */
import { z } from 'zod';

export const documentFormat = z.enum(['text', 'markdown', 'code', 'html', 'pdf', 'epub', 'docx', 'folder']);
export type DocumentFormat = z.infer<typeof documentFormat>;

/** A stretch of the text; offsets in UTF-16 code units, `end` exclusive. */
const stretch = { start: z.number().int().nonnegative(), end: z.number().int().nonnegative() };

/** Stretches lie in order and do not overlap. */
export const textSpan = z.object({
  ...stretch,
  kind: z.enum(['page', 'chapter', 'file']),
  /** A page's printed or counted number, a chapter's title, a file's POSIX path. */
  label: z.string(),
});
export type TextSpan = z.infer<typeof textSpan>;

/** One line of the outline: a PDF's bookmark, an EPUB's chapter, a heading, a folder's file. */
export const outlineEntry = z.object({
  ...stretch,
  title: z.string(),
  /** 1 is the top. */
  level: z.number().int().min(1).max(12),
});
export type OutlineEntry = z.infer<typeof outlineEntry>;
