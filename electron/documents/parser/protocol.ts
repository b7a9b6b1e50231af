/** What the parser's process and its host say to each other. */
import { z } from 'zod';
import { skippedFile } from '../../contract/documents.ts';
import { documentFormat, outlineEntry, textSpan } from '../../contract/sources.ts';
import { DOCUMENT_ERROR_KINDS } from '../document-error.ts';
import type { ParsedDocument } from '../parsed-document.ts';

/** To the process: read this document. `as` is how errors name it. */
export const parseRequest = z
  .object({ kind: z.literal('parse'), id: z.number().int(), path: z.string(), as: z.string() })
  .strict();
export type ParseRequest = z.infer<typeof parseRequest>;

const offset = z.number().int().nonnegative();

/** Everything of a parsed document but its text, which comes before it in pieces. */
export const parsedRest = z
  .object({
    name: z.string(),
    path: z.string(),
    format: documentFormat,
    spans: z.array(textSpan),
    outline: z.array(outlineEntry),
    pages: z.number().int().nonnegative().nullable(),
    warnings: z.array(z.string()),
    files: z.array(z.object({ path: z.string(), startOffset: offset, endOffset: offset, bytes: offset }).strict()),
    skipped: z.array(skippedFile),
  })
  .strict() satisfies z.ZodType<Omit<ParsedDocument, 'text'>>;

const id = z.number().int();

/** From the process. */
export const parserMessage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }).strict(),
  z.object({ kind: z.literal('progress'), id, fraction: z.number().min(0).max(1).nullable() }).strict(),
  z.object({ kind: z.literal('text'), id, part: z.string() }).strict(),
  z.object({ kind: z.literal('done'), id, rest: parsedRest }).strict(),
  z.object({ kind: z.literal('failed'), id, error: z.enum(DOCUMENT_ERROR_KINDS), message: z.string() }).strict(),
]);
export type ParserMessage = z.infer<typeof parserMessage>;

/** UTF-16 code units of one piece of text. */
export const PART_LENGTH = 1_000_000;

/** What the watchdog writes to the log before it ends the process. */
export const MEMORY_MARK = 'anchorite parser: memory limit';
