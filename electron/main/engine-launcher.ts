/** How this Electron runs the engine. */
import { launchChild, neverStarted, type LaunchEngine } from '../engine/launch.ts';
import { engineEntry } from './app-paths.ts';
import { ENGINE_NAME, launchUtility } from './launch-utility.ts';
import { findNode, isNewEnough } from './node-executable.ts';

/**
 * A utility process where Electron's Node.js can run the engine, otherwise a child process of a Node.js of the system's.
 * ANCHORITE_ENGINE_HOST=utility or child asks for one of them, for tests.
 */
export function engineLauncher(): LaunchEngine {
  const entry = engineEntry();
  if (usesUtilityProcess()) return launchUtility(entry, ENGINE_NAME);
  return launchWithSystemNode((execPath) => launchChild({ entry, execPath, execArgv: [] }));
}

/** Whether our processes are utility processes. */
export function usesUtilityProcess(): boolean {
  const wanted = process.env['ANCHORITE_ENGINE_HOST'];
  return wanted === 'utility' || (wanted !== 'child' && isNewEnough(process.versions.node));
}

/** Looks for Node.js at each start, so that one installed meanwhile is found without a restart of the app. */
export function launchWithSystemNode(launch: (execPath: string) => LaunchEngine): LaunchEngine {
  return () => {
    const node = findNode();
    return 'problem' in node ? neverStarted(node.problem) : launch(node.path)();
  };
}
