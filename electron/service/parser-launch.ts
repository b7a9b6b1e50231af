/** What main and server need to start the parser's process. */
export { launchParser } from '../documents/parser/launch-parser.ts';
export { PARSER_NODE_OPTIONS } from '../documents/parser/limits.ts';
