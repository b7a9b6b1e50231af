/** Parses in this process: for tests, and for programs that do nothing else meanwhile. */
import { loadDocument } from '../documents/load-document.ts';
import type { Parse } from './parser.ts';

export const parseHere: Parse = (path, options) => loadDocument(path, options);
