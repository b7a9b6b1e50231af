import { describe, expect, it } from 'vitest';
import { readCatalogue } from '../engine/models/catalogue.ts';
import { bestOf, memoryNeeded, recommend } from './recommend.ts';

const models = readCatalogue().map(({ id, name, sizeBytes }) => ({ id, name, sizeBytes, demo: id === 'starter' }));
const GIB = 1024 ** 3;
const on = (gibibytes: number, cores: number) => recommend(models, { memoryBytes: gibibytes * GIB, cores });

describe('recommend', () => {
  it('takes the largest model that fits where there are cores enough', () => {
    const chosen = on(64, 16);
    const largest = [...models].sort((a, b) => b.sizeBytes - a.sizeBytes)[0];
    expect(chosen?.id).toBe(largest?.id);
    expect(chosen?.why).toContain('64.0 GiB of memory and 16 cores');
  });

  it('takes the 1.5B model on few cores, whatever the memory, and says why', () => {
    const chosen = on(64, 4);
    expect(chosen?.id).toBe('qwen2.5-coder-1.5b');
    expect(chosen?.why).toMatch(/4 cores.*10 tokens a second/);
    expect(on(64, 1)?.why).toContain('1 core:');
  });

  it('never takes a model that does not fit', () => {
    for (const gibibytes of [2, 3, 4, 6, 8, 12]) {
      const chosen = on(gibibytes, 16);
      const model = models.find(({ id }) => id === chosen?.id);
      if (model !== undefined) expect(memoryNeeded(model)).toBeLessThanOrEqual(gibibytes * GIB);
    }
    expect(on(2.5, 16)?.id).toBe('starter');
    expect(on(1, 16)).toBeNull();
  });
});

describe('bestOf', () => {
  const machine = { memoryBytes: 16 * GIB, cores: 4 };
  const ids = (...wanted: string[]) => models.filter(({ id }) => wanted.includes(id));

  it('prefers the recommended one, then what fits, then the smallest', () => {
    expect(bestOf(ids('starter', 'qwen2.5-coder-1.5b', 'qwen2.5-7b'), machine)?.id).toBe('qwen2.5-coder-1.5b');
    expect(bestOf(ids('starter', 'qwen2.5-7b'), machine)?.id).toBe('starter');
    expect(bestOf(ids('qwen2.5-7b', 'llama-3.1-8b'), { memoryBytes: GIB, cores: 4 })?.id).toBe('qwen2.5-7b');
    expect(bestOf(ids(), machine)).toBeUndefined();
  });
});
