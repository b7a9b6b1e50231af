import { expect, it } from 'vitest';
import { dataFolder } from './data-folder.ts';

it.each<[NodeJS.Platform, NodeJS.ProcessEnv, string]>([
  ['linux', { HOME: '/home/ahab' }, '/home/ahab/.config/Anchorite'],
  ['linux', { HOME: '/home/ahab', XDG_CONFIG_HOME: '/conf' }, '/conf/Anchorite'],
  ['darwin', { HOME: '/Users/ahab' }, '/Users/ahab/Library/Application Support/Anchorite'],
  ['linux', { HOME: '/home/ahab', ANCHORITE_DATA: '/tmp/other' }, '/tmp/other'],
])('on %s with %j is %s', (platform, env, folder) => {
  expect(dataFolder(env, platform)).toBe(folder);
});
