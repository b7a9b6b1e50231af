/**
 * From how many keys on sparse wins on this machine, for each setting that was timed: one file a model in the user's cache. What a
 * reading does follows from this number and from shapes, never from a clock, so that it does the same again.
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import type { PrefillParams } from '../../contract/presets.ts';
import { GAIN_KEYS_MAX } from '../../../native/settings.ts';
import { modelCacheFolder } from '../models/model-cache.ts';

/** Where nothing was timed: with AVX2 or better our kernel wins at every length that runs sparse at all. */
export const GAIN_KEYS_UNKNOWN = 0;

/** Another version of the kernels is as fast as another machine: older times do not hold for it. */
const KERNELS = 1;

const entrySchema = z
  .object({
    kernels: z.number(),
    cpu: z.string(),
    threads: z.number(),
    /** Of the method, as paramsKey writes them. */
    params: z.string(),
    gainKeys: z.number().int().min(0).max(GAIN_KEYS_MAX),
  })
  .strict();
type Entry = z.infer<typeof entrySchema>;
const tableSchema = z.object({ entries: z.array(entrySchema) }).strict();

/** What a model's crossovers depend on besides the setting. */
export interface GainTableOptions {
  fingerprint: string;
  threads: number;
  /** Default: the folder crossovers/ beside the models in the user's cache. */
  folder?: string;
  cpu?: string;
}

export class GainTable {
  readonly #file: string;
  readonly #here: Pick<Entry, 'kernels' | 'cpu' | 'threads'>;
  #entries: Entry[] = [];

  private constructor({ fingerprint, threads, folder, cpu }: GainTableOptions) {
    const where = folder ?? path.join(path.dirname(modelCacheFolder()), 'crossovers');
    this.#file = path.join(where, `${fingerprint}.json`);
    this.#here = { kernels: KERNELS, cpu: cpu ?? cpus()[0]?.model.trim() ?? 'unknown', threads };
  }

  /** A file that cannot be read counts as empty. */
  static async open(options: GainTableOptions): Promise<GainTable> {
    const table = new GainTable(options);
    const text = await readFile(table.#file, 'utf8').catch(() => '');
    table.#entries = parse(text);
    return table;
  }

  /** Keys before an op below which it runs dense with these parameters; GAIN_KEYS_UNKNOWN while that was not timed here. */
  gainKeys(params: PrefillParams): number {
    return this.#find(params)?.gainKeys ?? GAIN_KEYS_UNKNOWN;
  }

  knows(params: PrefillParams): boolean {
    return this.#find(params) !== undefined;
  }

  /** Keeps a crossover, on disk too where that can be written to. */
  async keep(params: PrefillParams, gainKeys: number): Promise<void> {
    const entry: Entry = { ...this.#here, params: paramsKey(params), gainKeys };
    const before = this.#find(params);
    this.#entries = [...this.#entries.filter((other) => other !== before), entry];
    await this.#write().catch(() => undefined);
  }

  #find(params: PrefillParams): Entry | undefined {
    const { kernels, cpu, threads } = this.#here;
    const key = paramsKey(params);
    return this.#entries.find(
      (one) => one.kernels === kernels && one.cpu === cpu && one.threads === threads && one.params === key,
    );
  }

  /** Under another name first, so that a crash leaves the old file. */
  async #write(): Promise<void> {
    await mkdir(path.dirname(this.#file), { recursive: true });
    const temporary = `${this.#file}.${process.pid}`;
    await writeFile(temporary, `${JSON.stringify({ entries: this.#entries }, null, 2)}\n`);
    await rename(temporary, this.#file);
  }
}

/** Names parameters; equal ones have equal names. */
export function paramsKey(params: PrefillParams): string {
  return JSON.stringify(Object.entries(params).sort());
}

function parse(text: string): Entry[] {
  try {
    return tableSchema.parse(JSON.parse(text)).entries;
  } catch {
    return [];
  }
}
