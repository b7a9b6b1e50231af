/** What the page can ask of the library and the reader. Part of APP_METHODS. */
import { z } from 'zod';
import {
  annotation,
  collection,
  libraryItem,
  libraryPage,
  listParams,
  readerDocument,
  searchHit,
  textSlice,
} from './library.ts';

const nothing = z.object({}).strict();
const id = z.string().min(1).max(64);
const byId = z.object({ id }).strict();
const name = z.string().trim().min(1).max(200);
const savedFile = z.object({ path: z.string() });
const offset = z.number().int().nonnegative();

export const LIBRARY_METHODS = {
  'library.list': { params: listParams, result: libraryPage },
  'library.search': {
    params: z
      .object({ query: z.string().max(500), id: id.optional(), limit: z.number().int().min(1).max(200).default(50) })
      .strict(),
    result: z.object({ hits: z.array(searchHit), total: z.number() }),
  },
  'library.get': { params: byId, result: libraryItem },
  /** Puts the document among the open ones, so that it can be read and asked. */
  'library.open': { params: byId, result: byId },
  'library.rename': { params: z.object({ id, title: name }).strict(), result: libraryItem },
  'library.tag': { params: z.object({ id, tags: z.array(name).max(50) }).strict(), result: libraryItem },
  /** Takes documents out of the library; `library.undoRemove` brings them back until the program ends or the trash is emptied. */
  'library.remove': { params: z.object({ ids: z.array(id).min(1) }).strict(), result: nothing },
  'library.undoRemove': { params: z.object({ ids: z.array(id).min(1) }).strict(), result: nothing },
  /** Erases text, index, annotations and kept state for good. There is no undo. */
  'library.forget': { params: byId, result: nothing },
  /** Parses the original again. Annotations stay where their quote is found again. */
  'library.refresh': { params: byId, result: z.object({ importId: z.string() }) },
  /** Writes the whole library into one file that the user names in the system's dialog; window only. Null: the dialog was closed. */
  'library.backup': { params: nothing, result: savedFile.nullable() },
  /** Puts a backup that the user picks in the place of the library; what is open closes. Window only. The page asks before. */
  'library.restore': { params: nothing, result: savedFile.nullable() },
  'collection.list': { params: nothing, result: z.object({ collections: z.array(collection) }) },
  'collection.create': { params: z.object({ name }).strict(), result: collection },
  'collection.rename': { params: z.object({ id, name }).strict(), result: collection },
  'collection.remove': { params: byId, result: nothing },
  'collection.put': { params: z.object({ id, documents: z.array(id), inside: z.boolean() }).strict(), result: nothing },
  'import.cancel': { params: byId, result: nothing },
  'import.dismiss': { params: z.object({ id: id.nullable() }).strict(), result: nothing },
  /** Text from the clipboard as a document. */
  'import.paste': {
    params: z
      .object({
        title: name,
        text: z
          .string()
          .min(1)
          .max(64 * 1024 * 1024),
      })
      .strict(),
    result: z.object({ importId: z.string() }),
  },
  'reader.open': { params: byId, result: readerDocument },
  /** At most 200,000 UTF-16 code units a call. */
  'reader.text': { params: z.object({ id, start: offset, end: offset }).strict(), result: textSlice },
  /** Every place where the words occur, ignoring case and how they are broken into lines; at most 2,000. */
  'reader.find': {
    params: z.object({ id, query: z.string().min(1).max(500) }).strict(),
    result: z.object({ matches: z.array(z.object({ start: z.number(), end: z.number() })), more: z.boolean() }),
  },
  'annotation.list': { params: byId, result: z.object({ annotations: z.array(annotation) }) },
  'annotation.add': { params: annotation.omit({ id: true, createdAt: true, lost: true }).strict(), result: annotation },
  'annotation.change': {
    params: z
      .object({ id, note: z.string().max(20_000).optional(), colour: annotation.shape.colour.optional() })
      .strict(),
    result: annotation,
  },
  'annotation.remove': { params: byId, result: nothing },
} as const;
