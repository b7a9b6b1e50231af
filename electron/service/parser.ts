/** How the service has documents parsed. */
import type { LoadOptions, ParsedDocument } from '../documents/parsed-document.ts';

export type { ParsedDocument };

/** Parses a file or a folder. @throws DocumentError; the signal's reason when it is aborted */
export type Parse = (path: string, options?: LoadOptions) => Promise<ParsedDocument>;
