/** How this Electron runs the parser: as it runs the engine, with a limit on its heap. */
import type { LaunchEngine } from '../engine/launch.ts';
import { launchParser, PARSER_NODE_OPTIONS } from '../service/parser-launch.ts';
import { parserEntry } from './app-paths.ts';
import { launchWithSystemNode, usesUtilityProcess } from './engine-launcher.ts';
import { launchUtility, PARSER_NAME } from './launch-utility.ts';

export function parserLauncher(): LaunchEngine {
  const entry = parserEntry();
  if (usesUtilityProcess()) return launchUtility(entry, PARSER_NAME, PARSER_NODE_OPTIONS);
  return launchWithSystemNode((execPath) => launchParser({ entry, execPath }));
}
