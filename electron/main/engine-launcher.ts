/** How this Electron runs the engine. */
import { launchChild, neverStarted, type LaunchEngine } from '../engine/launch.ts';
import { engineEntry } from './app-paths.ts';
import { launchUtility } from './launch-utility.ts';
import { findNode, isNewEnough } from './node-executable.ts';

/**
 * A utility process where Electron's Node.js can run the engine, otherwise a child process of a Node.js of the system's.
 * ANCHORITE_ENGINE_HOST=utility or child asks for one of them, for tests.
 */
export function engineLauncher(): LaunchEngine {
  const entry = engineEntry();
  const wanted = process.env['ANCHORITE_ENGINE_HOST'];
  const utility = wanted === 'utility' || (wanted !== 'child' && isNewEnough(process.versions.node));
  return utility ? launchUtility(entry) : launchWithSystemNode(entry);
}

/** Looks for Node.js at each start, so that one installed meanwhile is found without a restart of the app. */
function launchWithSystemNode(entry: string): LaunchEngine {
  return () => {
    const node = findNode();
    return 'problem' in node ? neverStarted(node.problem) : launchChild({ entry, execPath: node.path, execArgv: [] })();
  };
}
