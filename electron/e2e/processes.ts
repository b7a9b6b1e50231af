/** The processes below a process, from /proc. */
import { readdirSync, readFileSync } from 'node:fs';

interface Entry {
  pid: number;
  parent: number;
  command: string;
}

function all(): Entry[] {
  const entries: Entry[] = [];
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      // The program's name stands in brackets and may hold anything, so the fields count from the last bracket.
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      entries.push({ pid: Number(name), parent, command });
    } catch {
      // It ended meanwhile.
    }
  }
  return entries;
}

/** Processes below `root` whose command line matches, oldest first. */
export function processesBelow(root: number, command: RegExp): number[] {
  const entries = all();
  const below = new Set([root]);
  for (let grown = true; grown;) {
    grown = false;
    for (const { pid, parent } of entries) {
      if (below.has(parent) && !below.has(pid)) {
        below.add(pid);
        grown = true;
      }
    }
  }
  return entries
    .filter(({ pid, command: line }) => pid !== root && below.has(pid) && command.test(line))
    .map(({ pid }) => pid)
    .sort((a, b) => a - b);
}
