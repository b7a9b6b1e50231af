/** The library: documents that were brought in and stay, what is known of each, and how they are found again. */
import { z } from 'zod';
import { wireErrorSchema } from './errors.ts';
import { documentFormat, outlineEntry, textSpan } from './sources.ts';

/** A document of the library as a list shows it. Times are milliseconds since 1970. */
export const libraryItem = z.object({
  id: z.string(),
  title: z.string(),
  format: documentFormat,
  /** Absolute path of the original; null for what a browser uploaded or the user pasted. */
  path: z.string().nullable(),
  /** The original as it is now: 'changed' since it was brought in, or 'missing'. */
  original: z.enum(['same', 'changed', 'missing', 'none']),
  bytes: z.number(),
  characters: z.number(),
  /** Pages of a PDF; null where there are none. */
  pages: z.number().nullable(),
  files: z.number(),
  tags: z.array(z.string()),
  collections: z.array(z.string()),
  /** What the parser has to say about the text, such as pages that are scans. */
  warnings: z.array(z.string()).optional(),
  addedAt: z.number(),
  openedAt: z.number().nullable(),
});
export type LibraryItem = z.infer<typeof libraryItem>;

export const librarySort = z.enum(['title', 'added', 'opened', 'length']);

export const listParams = z
  .object({
    collection: z.string().nullable().default(null),
    tag: z.string().nullable().default(null),
    /** Only titles that hold every one of these words, in whatever case. */
    title: z.string().max(500).default(''),
    sort: librarySort.default('opened'),
    descending: z.boolean().default(true),
    offset: z.number().int().nonnegative().default(0),
    limit: z.number().int().min(1).max(500).default(100),
  })
  .strict();

export const libraryPage = z.object({ items: z.array(libraryItem), total: z.number() });

/** A passage that a search found. `before`, `match` and `after` are plain text; offsets are those of the match in the text. */
export const searchHit = z.object({
  id: z.string(),
  title: z.string(),
  before: z.string(),
  match: z.string(),
  after: z.string(),
  start: z.number(),
  end: z.number(),
  /** The page, chapter or file it lies in; null where the document has none. */
  place: z.string().nullable(),
});
export type SearchHit = z.infer<typeof searchHit>;

export const collection = z.object({ id: z.string(), name: z.string(), documents: z.number() });
export type Collection = z.infer<typeof collection>;

/** Something on its way into the library. Ended ones stay until they are dismissed, failed ones with their reason. */
export const importState = z.object({
  id: z.string(),
  name: z.string(),
  status: z.enum(['waiting', 'parsing', 'storing', 'done', 'failed', 'cancelled']),
  /** 0 to 1; null where it cannot be known. */
  fraction: z.number().nullable(),
  /** The document it became, or was already there as. */
  documentId: z.string().nullable(),
  duplicate: z.boolean(),
  error: wireErrorSchema.nullable(),
});
export type ImportState = z.infer<typeof importState>;

/** What the reader shows first: everything but the text itself. */
export const readerDocument = z.object({
  id: z.string(),
  title: z.string(),
  format: documentFormat,
  characters: z.number(),
  spans: z.array(textSpan),
  outline: z.array(outlineEntry),
  /** Whether the original can be shown as it is (PDF pages), at `original.bytes`. */
  hasOriginal: z.boolean(),
});
export type ReaderDocument = z.infer<typeof readerDocument>;

export const textSlice = z.object({ start: z.number(), end: z.number(), text: z.string() });

/** A highlight, with a note or without: a stretch of the text and the words that were there when it was made. */
export const annotation = z.object({
  id: z.string(),
  documentId: z.string(),
  start: z.number(),
  end: z.number(),
  quote: z.string(),
  note: z.string(),
  colour: z.enum(['yellow', 'green', 'blue', 'pink']),
  createdAt: z.number(),
  /** The document was read again and does not hold the quote any more; the offsets are of the text before. */
  lost: z.boolean().optional(),
});
export type Annotation = z.infer<typeof annotation>;
