/** How the parser's process is started as a child process. A utility process gets PARSER_NODE_OPTIONS as its execArgv instead. */
import { fileURLToPath } from 'node:url';
import { launchChild, type LaunchEngine } from '../../engine/launch.ts';
import { PARSER_NODE_OPTIONS } from './limits.ts';

export interface LaunchParserOptions {
  /** The bundled script; default: the TypeScript source. */
  entry?: string;
  /** Node.js that runs it; default: this one. */
  execPath?: string;
  /** Further variables of its environment. */
  env?: NodeJS.ProcessEnv;
  /** Options of Node.js; default: PARSER_NODE_OPTIONS. */
  nodeOptions?: readonly string[];
}

/** Starts the parser in a Node.js process, with the limit on its heap. */
export function launchParser(options: LaunchParserOptions = {}): LaunchEngine {
  const { entry, execPath, env, nodeOptions = PARSER_NODE_OPTIONS } = options;
  return () => {
    const inherited = process.env['NODE_OPTIONS'] ?? '';
    return launchChild({
      entry: entry ?? fileURLToPath(new URL('../parser-main.ts', import.meta.url)),
      ...(execPath === undefined ? {} : { execPath }),
      // As a variable, because the arguments before the script are those of the loader for TypeScript.
      env: { ...process.env, ...env, NODE_OPTIONS: [inherited, ...nodeOptions].join(' ').trim() },
    })();
  };
}
