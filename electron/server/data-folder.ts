/** Where settings and the history of readings lie: the same folder that Electron gives the window. */
import { homedir } from 'node:os';
import path from 'node:path';

const NAME = 'Anchorite';

/** Absolute path; ANCHORITE_DATA names another. It need not exist yet. */
export function dataFolder(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  const wanted = env['ANCHORITE_DATA'];
  if (wanted) return path.resolve(wanted);
  const home = env['HOME'] ?? homedir();
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', NAME);
  if (platform === 'win32') return path.join(env['APPDATA'] ?? path.join(home, 'AppData', 'Roaming'), NAME);
  return path.join(env['XDG_CONFIG_HOME'] ?? path.join(home, '.config'), NAME);
}
