/** What reading one document may take. */

/** Memory of the parser's process in all, in bytes. */
export const MAX_PARSER_BYTES = 2 * 1024 ** 3;
/** Of it, JavaScript's heap, in MiB. */
export const MAX_HEAP_MIB = 1024;
/** Time in which it has to get on, in milliseconds: a page, a chapter, a file. */
export const STALL_MS = 60_000;
/** Time for all of a document, in milliseconds. */
export const TOTAL_MS = 30 * 60_000;

/** For the Node.js that runs the parser. */
export const PARSER_NODE_OPTIONS = [`--max-old-space-size=${MAX_HEAP_MIB}`] as const;
