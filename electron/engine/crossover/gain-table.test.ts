import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PRESET_PARAMS } from '../../contract/presets.ts';
import { GainTable, type GainTableOptions } from './gain-table.ts';

const { fine, finer } = PRESET_PARAMS;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'anchorite-gains-'));
});
afterAll(() => rm(folder, { recursive: true }));

const open = (change: Partial<GainTableOptions> = {}) =>
  GainTable.open({ fingerprint: 'aa', threads: 2, cpu: 'one', folder, ...change });

describe('crossovers', () => {
  it('are 0 until they are known, and then what was kept', async () => {
    const table = await open();
    expect([table.gainKeys(fine), table.knows(fine)]).toEqual([0, false]);
    await table.keep(fine, 4096);
    await table.keep(finer, 0);
    for (const again of [table, await open()]) {
      expect([again.gainKeys(fine), again.knows(fine)]).toEqual([4096, true]);
      expect([again.gainKeys(finer), again.knows(finer)]).toEqual([0, true]);
    }
    await table.keep(fine, 2048);
    expect((await open()).gainKeys(fine)).toBe(2048);
  });

  it('hold for one model, processor and number of threads', async () => {
    await (await open()).keep(fine, 2048);
    for (const change of [{ fingerprint: 'bb' }, { threads: 4 }, { cpu: 'two' }]) {
      expect((await open(change)).knows(fine)).toBe(false);
    }
    await (await open({ threads: 4 })).keep(fine, 6144);
    expect((await open()).gainKeys(fine)).toBe(2048);
  });

  it('do not depend on the order of parameters', async () => {
    await (await open()).keep(fine, 2048);
    const turned = Object.fromEntries(Object.entries(fine).reverse()) as unknown as typeof fine;
    expect((await open()).gainKeys(turned)).toBe(2048);
  });

  it('begin anew where the file is damaged, and never leave a half one', async () => {
    await writeFile(path.join(folder, 'cc.json'), '{"entries": [{}');
    const table = await open({ fingerprint: 'cc' });
    expect(table.knows(fine)).toBe(false);
    await table.keep(fine, 2048);
    expect(JSON.parse(await readFile(path.join(folder, 'cc.json'), 'utf8'))).toMatchObject({
      entries: [{ gainKeys: 2048 }],
    });
    expect((await readdir(folder)).filter((name) => !name.endsWith('.json'))).toEqual([]);
  });
});
